// Pages and drawings in a folder flow in; a line for each fault flows out, and the exit code. Called by
// check.sh, which says what is needed.
import { readFileSync, readdirSync, writeFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [browserPath, folder, pictures] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const widths = { desk: 1280, phone: 390 };
const faults = [];
/// How often each page was looked at.
const looked = new Map();

/// A page around a drawing, as an article would have it.
function around(svg) {
    const text = readFileSync(join(folder, svg), 'utf8');
    const title = /<title[^>]*>([^<]*)</.exec(text)?.[1] ?? '';
    const page = `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<title>${svg}</title></head><body><main><h1>${svg}</h1>
<img src="${svg}" alt="${title}" style="max-width:100%;height:auto"></main></body></html>`;
    const name = svg.replace('.svg', '.img.html');
    writeFileSync(join(folder, name), page);
    return name;
}

const files = readdirSync(folder).sort();
const pages = files.filter((f) => f.endsWith('.html'));
pages.push(...files.filter((f) => f.endsWith('.svg')).map(around));
if (pages.length === 0) throw new Error('nothing to look at');
if (pictures) mkdirSync(pictures, { recursive: true });

const browser = await chromium.launch({
    executablePath: browserPath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking',
        '--disable-component-update', '--disable-sync', '--no-first-run'],
});
/// Opens a page once and looks at it in both schemes and at both widths.
async function look(context, name) {
    let place = name;
    const fault = (what) => faults.push(`${place}: ${what}`);
    const page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && fault(message.text()));
    page.on('pageerror', (error) => fault(error.message));
    page.on('dialog', (dialog) => { fault('a dialog opened'); dialog.dismiss(); });
    page.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith('file:') && !url.startsWith('data:')) fault(`asks for ${url}`);
    });
    await page.goto(pathToFileURL(join(folder, name)).href, { waitUntil: 'load' });
    await page.evaluate(axe);
    for (const scheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme: scheme });
        for (const [device, width] of Object.entries(widths)) {
            place = `${name} ${scheme} ${device}`;
            await page.setViewportSize({ width, height: 900 });
            await judge(page, name, scheme, fault);
            // Around a picture nothing changes with the scheme or the width that a machine could judge.
            if (!name.endsWith('.img.html') || looked.get(name) === undefined) {
                const { violations } = await page.evaluate(() => globalThis.axe.run(document, {
                    resultTypes: ['violations'],
                }));
                for (const violation of violations) {
                    const where = violation.nodes[0]?.html.slice(0, 120);
                    fault(`axe ${violation.id}: ${violation.help} (${where})`);
                }
            }
            if (pictures) {
                const file = `${name.replace('.html', '')}-${scheme}-${device}.png`;
                await page.screenshot({ path: join(pictures, file), fullPage: true });
            }
            looked.set(name, (looked.get(name) ?? 0) + 1);
        }
    }
    await page.close();
}

/// What can be seen of a page as it stands.
async function judge(page, name, scheme, fault) {
    const seen = await page.evaluate(() => {
        const images = [...document.images];
        const shown = [...document.querySelectorAll('svg')].filter((s) => s.getClientRects().length);
        const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
        return {
            wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
            broken: images.filter((i) => !i.complete || i.naturalWidth === 0).length,
            pictures: images.length + shown.length,
            unnamed: shown.filter((s) => s.getAttribute('role') !== 'img'
                || !document.getElementById(s.getAttribute('aria-labelledby')?.split(' ')[0])).length,
            twice: ids.filter((id, i) => ids.indexOf(id) !== i),
            scripts: document.scripts.length,
            ground: getComputedStyle(document.body).backgroundColor,
            small: shown.flatMap((s) => [...s.querySelectorAll('text')])
                .filter((t) => parseFloat(getComputedStyle(t).fontSize)
                    * t.ownerSVGElement.getBoundingClientRect().width
                    / t.ownerSVGElement.viewBox.baseVal.width < 11.5).length,
        };
    });
    if (seen.wide) fault('is wider than its window');
    if (seen.broken) fault(`${seen.broken} pictures are broken`);
    // What was rejected as a whole has nothing to draw.
    if (!seen.pictures && !name.includes('-rejected')) fault('shows no picture');
    if (seen.unnamed) fault(`${seen.unnamed} drawings have no name`);
    if (seen.twice.length) fault(`ids stand twice: ${seen.twice.slice(0, 3)}`);
    if (seen.scripts) fault(`${seen.scripts} scripts`);
    if (seen.small) fault(`${seen.small} texts are under 12 px`);
    if (name.startsWith('report-')) {
        const bright = /rgb\((\d+)/.exec(seen.ground)?.[1] > 128;
        if (bright !== (scheme === 'light')) fault(`its ground is ${seen.ground}`);
    }
}

const context = await browser.newContext({ deviceScaleFactor: 1 });
// As many at a time as a small machine has cores.
const waiting = [...pages];
const some = async () => {
    for (let name = waiting.shift(); name; name = waiting.shift()) await look(context, name);
};
await Promise.all([some(), some()]);
await browser.close();
const views = [...looked.values()].reduce((sum, times) => sum + times, 0);
for (const line of faults.sort()) console.log(line);
console.log(`browser check: ${views} views of ${pages.length} pages, ${faults.length} faults`);
process.exit(faults.length ? 1 : 0);
