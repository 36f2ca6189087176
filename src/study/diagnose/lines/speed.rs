//! Slow rather than stopped: what is known of the speed flows in, lines flow out that slow the upload down,
//! at its own speed, beside rivals, by a cap, by what each item costs, or by what grows faster than it sends.

use super::{Lines, bytes, clock, in_ratios};
use crate::cause::Cause;
use crate::model::link::LinkKind;
use crate::units::{Kind, Rate, Size, Span};

impl Lines<'_> {
    pub(super) fn speed(&mut self, given: &dyn Fn(&str) -> bool) {
        let (start, window) = (self.start, self.window);
        let link = &self.setting.inputs.link;
        if link.kind == LinkKind::Usb {
            let slow = |speed: f64| vec![("link.usb_speed", mbps(neat(speed)))];
            self.put(Cause::UsbSpeed, 0.5, in_ratios(4.0, 400.0, 10), 40.0, slow).ratios = true;
            self.one(Cause::UsbSpeed, 0.5, Vec::new());
            return;
        }
        let stated = link.upload.map(|r| r.bits_per_s() as f64 / 1e6);
        let Some(stated) = stated else {
            self.one(Cause::UploadSpeed, 1.0, Vec::new());
            return;
        };
        if self.setting.speed_given {
            // As stated, or slower than stated: the test was a lucky one, or the plan's promise. Only
            // readings can say so; a phrase is no measurement.
            self.one(Cause::UploadSpeed, 0.85, Vec::new());
            if !self.setting.by_text {
                let slow = move |share: f64| vec![("link.upload", mbps(neat(stated * share)))];
                let line = self.put(Cause::UploadSpeed, 0.15, in_ratios(0.002, 0.9, 18), 0.3, slow);
                (line.sets_speed, line.ratios) = (true, true);
            }
        } else {
            let speed = |speed: f64| vec![("link.upload", mbps(neat(speed)))];
            let mut values = in_ratios(0.05, 200.0, 20);
            values.extend(self.setting.speeds.iter().copied());
            values.sort_by(f64::total_cmp);
            self.put(Cause::UploadSpeed, 1.0, values, 2.0, speed).sets_speed = true;
        }
        if given("link.upload") || !self.setting.speed_given {
            let whole = if self.setting.speed_given { 1.0 } else { 0.5 };
            let fixed = move |share: f64| {
                vec![("link.rivals", format!("fixed {}", mbps(neat(stated * (1.0 - share)))))]
            };
            // Against a speed that is not known a fixed rate says nothing.
            if self.setting.speed_given {
                self.put(Cause::RivalTraffic, 0.2, in_ratios(0.11, 0.85, 8), 0.3, fixed).ratios =
                    true;
            }
            let ours = self.setting.inputs.service.flows.get();
            for others in [ours, 2 * ours, 4 * ours] {
                let all = format!("{others} flows");
                self.one(Cause::RivalTraffic, 0.12 * whole, vec![("link.rivals", all)]);
                let part = move |from: f64, to: f64| {
                    let hours = format!("{}-{}", clock(start, from), clock(start, to));
                    vec![("link.rivals", format!("{others} flows {hours}"))]
                };
                let moments = self.moments();
                let usual = window / 2.0;
                self.put(Cause::RivalTraffic, 0.12 * whole, moments, usual, move |m| {
                    part(0.0, m)
                })
                .numbers = 2;
            }
            let half = |key: &'static str, of: f64| {
                move |share: f64| vec![(key, mbps(neat(stated * share * of)))]
            };
            self.put(
                Cause::WifiSpeed,
                1.0,
                in_ratios(0.02, 0.9, 10),
                0.3,
                half("link.wifi_speed", 2.0),
            )
            .ratios = true;
            self.put(
                Cause::CloudSpeed,
                1.0,
                in_ratios(0.02, 0.9, 10),
                0.3,
                half("cloud.cap", 1.0),
            )
            .ratios = true;
            self.put(
                Cause::PhoneSpeed,
                1.0,
                in_ratios(0.02, 0.9, 10),
                0.3,
                half("service.max_rate", 1.0),
            )
            .ratios = true;
        }
        self.outgrown(given);
        if self.setting.inputs.library.items.is_some() {
            let cost = |seconds: f64| {
                vec![(
                    "service.item_overhead",
                    Span::from_micros((seconds * 1e6) as i64 / 10_000 * 10_000).print(),
                )]
            };
            self.put(Cause::ItemOverhead, 1.0, in_ratios(0.3, 60.0, 8), 2.0, cost).ratios = true;
        }
    }

    /// Each day adds more than a night sends: the share falls although nothing is lost.
    fn outgrown(&mut self, given: &dyn Fn(&str) -> bool) {
        let growth = self.setting.inputs.library.growth;
        let is_given = given("library.growth") && growth > Size::ZERO;
        let Some(done) = self.setting.earlier.filter(|_| self.setting.falls || is_given) else {
            return;
        };
        let size = self.setting.inputs.library.size.map_or(0.0, |s| s.bytes() as f64);
        let done = done.print();
        let values = if is_given { vec![1.0] } else { in_ratios(0.003, 0.1, 12) };
        let grows = move |share: f64| {
            let before = ("library.done", done.clone());
            if is_given {
                return vec![before];
            }
            vec![("library.growth", bytes(size * share)), before]
        };
        let line = self.put(Cause::UploadSpeed, 0.5, values, 0.02, grows);
        (line.earlier, line.traceless, line.ratios) = (true, true, true);
    }
}

fn mbps(speed: f64) -> String {
    Rate::from_bits_per_s((speed * 1e6).max(1_000.0) as u64).print()
}

/// Two or three digits, as a person would type it.
fn neat(speed: f64) -> f64 {
    let scale = libm::pow(10.0, libm::floor(libm::log10(speed.max(1e-3))) - 2.0);
    libm::round(speed / scale) * scale
}
