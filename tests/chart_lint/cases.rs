//! What the lint draws: every scenario that ships and others at the ends of what people may ask; out
//! come their answers with all that any kind of chart is drawn from, simulated through the public API.

use backup_sim::report::chart::{Dots, Material};
use backup_sim::report::format::ClockStyle;
use backup_sim::scenario::{Draft, Origin, Scenario, Shelf, toml};
use backup_sim::sim::Record;
use backup_sim::study::fan::Fan;
use backup_sim::study::grid::curves::curves;
use backup_sim::study::grid::{Axes, grid};
use backup_sim::study::risk::Ask;
use backup_sim::study::{Advice, answer_and_sample};
use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Enough for quantiles, few enough for all cases.
const ASK: Ask = Ask { trials: 40, seed: 1, row: 1, threads: 1, drawn: None };

/// A case with what its charts are drawn from.
pub struct Case {
    /// What it is called in failures.
    pub name: String,
    /// Its answer, trials and grids.
    pub material: Material,
    /// How clock times are written.
    pub clock: ClockStyle,
}

/// Lines with a name and the flags of `estimate` without their dashes, a semicolon between two.
const DRAWN: &str = "\
nothing-left | size=40GB; done=40GB; upload=3Mbps
tiny | size=1kB; upload=100Mbps
one-byte-over-a-slow-line | size=1B; upload=1kbps
petabyte | size=1PB; upload=100Mbps
petabyte-in-time | size=1PB; usb-speed=400Gbps; service=computer-usb2
never-wifi | size=40GB; upload=20Mbps; wifi=no
never-plugged | size=40GB; upload=20Mbps; service=icloud-backup; plugged=no
never-unmetered | size=40GB; upload=20Mbps; service=icloud-backup; metered=yes
never-saver | size=40GB; upload=20Mbps; power-saving=on
never-space | size=40GB; upload=20Mbps; service=google-photos; cloud-plan=15GB; cloud-used=6GB
never-piece | size=40GB; items=1x 30GB, 100x 100MB; upload=2Mbps; resume-from=item
never-skips | size=40GB; upload=20Mbps; stuck-at=62%
refused-cloud | size=42GB; upload=20Mbps; service=icloud-backup; cloud-plan=5GB; cloud-used=3GB
refused-computer | size=120GB; service=computer-usb2; computer-free=90GB
refused-phone | size=40GB; upload=20Mbps; service=icloud-backup; phone-free=900MB
room-in-plan | size=42GB; upload=20Mbps; service=icloud-backup; cloud-plan=200GB; cloud-used=30GB
fourteen-nights | size=150GB; upload=3Mbps; window=23:00-07:00
sixty-nights | size=2TB; upload=3Mbps
ten-years | size=45TB; upload=3Mbps; nights=3650
all-day | size=40GB; upload=2Mbps; window=all-day
all-day-for-a-week | size=140GB; upload=2Mbps; window=all-day; deadline=night 3 07:00
twenty-minutes | size=5GB; upload=20Mbps; window=02:00-02:20
by-day | size=60GB; upload=10Mbps; window=09:00-17:00
long-name | size=40GB; upload=3Mbps; name=The telephone of my grandmother in the old house by the sea, \
which has photographs of four generations and every video of every birthday since the year 2009
unbroken-name | size=40GB; upload=30Mbps; name=Donaudampfschifffahrtselektrizitätenhauptbetriebswerk\
bauunterbeamtengesellschaftDonaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamten
right-to-left | size=40GB; upload=3Mbps; name=هاتف أمي في الطابق الثاني ליד המטבח
cjk | size=40GB; upload=3Mbps; name=妈妈的旧手机在二楼的卧室里，照片和视频都在上面 電話 こんにちは 전화기
emoji-name | size=40GB; upload=3Mbps; name=📱 Mum’s phone 👩‍👩‍👧‍👦
twelve-hours | clock=12h; size=40GB; upload=12Mbps; wifi=22:00-02:30, 04:00-07:00; deadline=06:00
twelve-hours-chance | clock=12h; size=70GB; upload=20Mbps; variation=30%; drops=every 30min for 2min
slow-cable | size=900GB; usb-speed=240Mbps; service=computer-usb2
speeds-by-clock | size=40GB; speed-plan=18:00 2Mbps, 23:00 9Mbps, 03:00 20Mbps
rivals | size=24GB; upload=8Mbps; rivals=onedrive 2 flows 30GB 22:00-07:00
drops | size=40GB; upload=20Mbps; drops=every 20min for 30s
history | size=56.7GB; trace=two-days.csv; efficiency=100%
outages | size=40GB; upload=12Mbps; outages=01:00-02:00, 04:30-05:00; cloud-outages=06:00-06:30
saving-at-fifteen | size=8GB; upload=20Mbps; service=icloud-photos; battery=15%; power-saving=auto
dozes | size=40GB; upload=20Mbps; service=google-photos; plugged=23:00-00:30
pauses-at-low-battery | size=60GB; upload=20Mbps; service=google-photos; plugged=no; reserve=60%
caps | size=60GB; upload=40Mbps; wifi-speed=50Mbps; cloud-cap=10Mbps; phone-speed=22Mbps
grows | size=40GB; upload=6Mbps; growth=2GB; deadline=night 3 06:30
almost-done | size=40GB; done=39.99GB; upload=9Mbps
";

/// Two measured days.
fn history() -> Vec<u8> {
    let hours = (0..48).map(|h| format!("{},{}\n", h * 3_600, if h < 24 { 10 } else { 5 }));
    format!("t_s,upload_mbps\n{}", hours.collect::<String>()).into_bytes()
}

fn drawn(line: &str) -> (String, Scenario, ClockStyle) {
    let (name, flags) = line.split_once(" | ").expect(line);
    let mut draft = Draft::new();
    draft.read_from(Shelf::of(BTreeMap::from([("two-days.csv".to_owned(), history())])));
    let mut clock = ClockStyle::H24;
    for flag in flags.split("; ") {
        let (key, text) = flag.split_once('=').expect(flag);
        match key {
            "clock" => clock = ClockStyle::H12,
            _ => draft.set(key, text, Origin::Flag(format!("--{key}"))),
        }
    }
    let built = draft.build().unwrap_or_else(|errors| panic!("{name}: {errors:#?}"));
    (name.to_owned(), built, clock)
}

/// A scenario of flags without their dashes, a semicolon between two.
pub fn scenario(flags: &str) -> Scenario {
    drawn(&format!("a case | {flags}")).1
}

fn shipped() -> Vec<(String, Scenario, ClockStyle)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        files.filter(|path| path.extension().is_some_and(|e| e == "toml")).collect();
    files.sort();
    let read = |path: &std::path::PathBuf| {
        let mut draft = Draft::new();
        toml::apply(&mut draft, "scenario.toml", &std::fs::read_to_string(path).unwrap());
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        (name, draft.build().unwrap(), ClockStyle::H24)
    };
    files.iter().map(read).collect()
}

/// A scenario with all that any kind is drawn from.
pub fn material(scenario: Scenario) -> Material {
    let (answer, sample) = answer_and_sample(scenario, ASK, Record::Yes, Advice::Sought);
    let base = &answer.scenario;
    let quiet = |_, _| ();
    let grid = grid(base, &Axes::read(None, None).unwrap(), 1, &quiet).ok();
    let curves = curves(base, 1, &quiet).ok();
    let mut material =
        Material { sample, grid, curves, dots: Dots::Twenty, ..Material::of(answer) };
    material.run_drains(ASK);
    material
}

/// All cases, computed once.
pub fn all() -> &'static [Case] {
    static ALL: OnceLock<Vec<Case>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut list = shipped();
        list.extend(DRAWN.lines().map(drawn));
        assert!(list.len() >= 60, "{}", list.len());
        // To look at a few while a drawing is worked on; the tests count what they drew, and fail.
        if let Ok(few) = std::env::var("LINT_OF") {
            list.retain(|(name, ..)| few.split(',').any(|one| one == name));
        }
        let case = |(name, scenario, clock): &(String, Scenario, ClockStyle)| Case {
            name: name.clone(),
            material: material(scenario.clone()),
            clock: *clock,
        };
        on_all_cores(&list, case)
    })
}

/// All cases with the fan of their trials in place of dots.
pub fn fanned() -> &'static [Case] {
    static ALL: OnceLock<Vec<Case>> = OnceLock::new();
    ALL.get_or_init(|| {
        on_all_cores(all(), |case| {
            let base = &case.material;
            let fan = Some(Fan::of(&base.answer, base.sample.as_ref(), ASK));
            let material = Material { fan, ..base.clone() };
            Case { name: format!("fan of {}", case.name), material, clock: case.clock }
        })
    })
}

/// Does some work on each of a list, the results in its order.
pub fn on_all_cores<T: Sync, R: Send>(list: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let mut found: Vec<(usize, R)> = std::thread::scope(|scope| {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let run = || {
            let mut found = Vec::new();
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(item) = list.get(at) else { return found };
                found.push((at, work(item)));
            }
        };
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(run)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, result)| result).collect()
}
