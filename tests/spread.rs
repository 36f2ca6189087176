//! Inputs that vary: closed forms of what that does to the chance, the ways to say it, and that no draw is
//! ever invalid.

use crate::chance::scenario;
use backup_sim::model::keyed::{Keyed, mixed};
use backup_sim::scenario::fields::{fields, id_of};
use backup_sim::scenario::row::Binding;
use backup_sim::scenario::spread::Spread;
use backup_sim::scenario::{Draft, Origin, Scenario, ScenarioError, spread, toml, validate};
use backup_sim::sim::random::{Source, Stream};
use backup_sim::sim::{Chance, Record, Trials, simulate};
use backup_sim::study::risk::{Ask, Sample, chance, horizon, sample};

const TRIALS: u64 = 20_000;
/// Four standard deviations of a share of 20,000 trials, at most.
const FOUR_SD: f64 = 0.0142;

fn share(scenario: &Scenario) -> f64 {
    let point = simulate(scenario, Chance::Mean, Record::No);
    let ask = Ask { trials: TRIALS, seed: 1, row: 1, threads: 2, drawn: None };
    chance(scenario.inputs(), &point, ask).unwrap().in_time as f64 / TRIALS as f64
}

/// 10 Mbps x 95 % x 9 h carry 38.475 GB; nothing varies but what the test says.
fn certain(more: &[(&str, &str)]) -> Scenario {
    let mut values = vec![("upload", "10Mbps"), ("variation", "0%")];
    values.extend_from_slice(more);
    scenario(&values)
}

fn near(found: f64, known: f64) {
    assert!((found - known).abs() < FOUR_SD, "{found} for {known}");
}

#[test]
fn an_even_size_is_in_time_by_the_share_that_fits() {
    // 40 GB +- 20 %: 32 to 48 GB, of which 38.475 - 32 = 6.475 in 16 fit.
    near(share(&certain(&[("size", "40GB"), ("spread.library.size", "±20%")])), 6.475 / 16.0);
    near(share(&certain(&[("size", "40GB"), ("spread.library.size", "32GB..48GB")])), 6.475 / 16.0);
    near(share(&certain(&[("size", "40GB"), ("spread.library.size", "+-8GB")])), 6.475 / 16.0);
    // Only less: 32 to 40 GB.
    near(share(&certain(&[("size", "40GB"), ("spread.library.size", "-20%")])), 6.475 / 8.0);
}

#[test]
fn a_lognormal_speed_has_its_median_at_the_stated_one() {
    // All that fits at the stated speed, and 1.0001 times that: half of the trials are faster.
    near(share(&certain(&[("size", "38.475GB"), ("spread.upload", "lognormal 40%")])), 0.5);
    // e^-0.4 times that fits at one sd less: 84.1 %. 38.475 x 0.67032 = 25.79 GB.
    near(share(&certain(&[("size", "25.79GB"), ("spread.upload", "lognormal 40%")])), 0.8413);
    // A normal size of sd 10 %: 38.475 / 35 = 1.0993 is 0.993 sd over the mean.
    near(share(&certain(&[("size", "35GB"), ("spread.size", "normal 10%")])), 0.8396);
}

#[test]
fn a_charger_that_comes_earlier_or_later_counts_only_where_late() {
    // Power is needed, 8 h 30 min of sending: 36.3375 GB. Plugged in at 22:30 +- 30 min: half.
    let power = [("requires", "power"), ("size", "36.3375GB")];
    let by = |plugged: &str, law: &str| {
        let mut more = power.to_vec();
        more.extend([("plugged", plugged), ("spread.charger.plugged", law)]);
        share(&certain(&more))
    };
    near(by("22:30-12:00", "±30min"), 0.5);
    // Always on power is plugged in as the window starts: early is no earlier, late is at most 30 min.
    near(by("yes", "±30min"), 1.0);
    // 0 to 60 min late: half of them by 22:30.
    near(by("yes", "+60min"), 0.5);
    near(by("yes", "±60min"), 0.75);
}

#[test]
fn what_decides_a_refusal_may_vary() {
    // Up front it needs 30 GB; free are 25 to 45 GB: 3 in 4.
    let space = [
        ("service.quota", "up-front"),
        ("size", "30GB"),
        ("cloud-free", "25GB"),
        ("spread.cloud.free", "25GB..45GB"),
    ];
    near(share(&certain(&space)), 0.75);
    near(share(&certain(&[("size", "30GB"), ("spread.phone.signed_in", "yes 90% | no 10%")])), 0.9);
    let charger = [
        ("size", "30GB"),
        ("requires", "power"),
        ("spread.charger.power", "pd-20w 65% | none 35%"),
    ];
    near(share(&certain(&charger)), 0.65);
}

#[test]
fn a_law_of_nothing_is_no_chance() {
    let still = certain(&[("size", "40GB"), ("spread.size", "lognormal 0%")]);
    let point = simulate(&still, Chance::Mean, Record::No);
    let ask = Ask { trials: 100, seed: 1, row: 1, threads: 1, drawn: None };
    assert_eq!(chance(still.inputs(), &point, ask), None);
}

#[test]
fn laws_are_said_in_files_in_flags_and_in_columns() {
    let mut draft = Draft::new();
    let text = "[library]\nsize = '40GB'\n[link]\nupload = '3Mbps'\n\
                [spread]\nlink.upload = 'lognormal 40%'\ncharger.plugged = '±30min'\n";
    toml::apply(&mut draft, "a.toml", text);
    draft.set("spread.link.upload", "±10%", Origin::Flag("--set".to_owned()));
    let printed = |s: &Scenario| s.print(id_of("spread"));
    let built = draft.clone().build().unwrap();
    assert_eq!(printed(&built), "link.upload ±10%; charger.plugged ±30min");
    // Printed, it reads back; put over another draft it keeps what that says of others.
    let again = scenario(&[("size", "1GB"), ("upload", "1Mbps"), ("spread", &printed(&built))]);
    assert_eq!(printed(&again), printed(&built));
    let mut over = Draft::new();
    over.set("spread.size", "±5%", Origin::Study);
    draft.put_over(&over);
    assert_eq!(
        printed(&draft.clone().build().unwrap()),
        "link.upload ±10%; charger.plugged ±30min; library.size ±5%"
    );
    let by_flags =
        scenario(&[("size", "1GB"), ("upload", "1Mbps"), ("spread", "size ±5%; upload ±1%")]);
    assert_eq!(printed(&by_flags), "library.size ±5%; link.upload ±1%");
    // In a CSV: an empty cell gives back what lies below.
    let header = ["size", "spread.link.upload", "spread.library.size"];
    let binding = Binding::new(&header, draft, false).unwrap();
    let mut rows = binding.rows();
    let mut row = |cells: [&'static str; 3]| {
        rows.read(1, |place| cells[place]).map(|(_, s)| printed(s)).map_err(|e| e.error.code())
    };
    let below = "link.upload ±10%; charger.plugged ±30min; library.size ±5%";
    assert_eq!(row(["2GB", "", ""]).unwrap(), below);
    assert_eq!(
        row(["2GB", "lognormal 1%", "1GB..2GB"]).unwrap(),
        "link.upload lognormal 1%; charger.plugged ±30min; library.size 1GB..2GB"
    );
    assert!(row(["2GB", "40%", ""]).is_err());
    assert_eq!(row(["2GB", "", ""]).unwrap(), below);
    assert!(Binding::new(&["size", "spread.link.uplod"], Draft::new(), false).is_err());
}

#[test]
fn what_does_not_suit_an_input_is_refused() {
    let refused = |key: &str, law: &str| {
        let mut draft = Draft::new();
        draft.set("size", "40GB", Origin::Study);
        draft.set("upload", "3Mbps", Origin::Study);
        draft.set(&format!("spread.{key}"), law, Origin::Study);
        draft.build().unwrap_err()
    };
    for (key, law) in [
        ("screen.in_use", "±30min"),
        ("phone.signed_in", "±30%"),
        ("phone.signed_in", "yes 50% | maybe 50%"),
        ("cloud.free", "±30%"),
        ("library.size", "±30min"),
        ("window.nights", "±30%"),
        ("service.preset", "generic 50% | onedrive 50%"),
        ("library.size", "50GB..30GB"),
        ("phone.temperature", "lognormal 10%"),
    ] {
        let errors = refused(key, law);
        assert!(matches!(errors.as_slice(), [ScenarioError::Conflict { .. }]), "{key}: {errors:?}");
    }
    let errors = refused("link.uplod", "±30%");
    let near = |e: &ScenarioError| {
        matches!(e, ScenarioError::UnknownKey { nearest: Some("link.upload" | "upload"), .. })
    };
    assert!(errors.iter().any(near), "{errors:?}");
}

/// Laws that suit as many inputs as possible, all at once and far out.
#[test]
fn no_draw_is_invalid() {
    let base = scenario(&[
        ("size", "40GB"),
        ("done", "35GB"),
        ("upload", "3Mbps"),
        ("cloud-plan", "50GB"),
        ("cloud-used", "45GB"),
        ("phone-free", "10GB"),
        ("in-use", "23:00-23:10, 05:00-05:01"),
        ("plugged", "22:30-06:00"),
        ("wifi", "22:00-06:59"),
        ("ambient", "25°C"),
        ("deadline", "07:00"),
    ]);
    let laws =
        ["lognormal 200%", "normal 300%", "±400%", "±23h", "±100°C", "-400%", "yes 50% | no 50%"];
    let mut varied = 0;
    for field in fields() {
        for law in laws {
            let text = format!("{} {law}", field.key);
            let mut draft = Draft::new();
            for other in fields().iter().filter(|f| base.origin(f.id).is_given()) {
                draft.set_field(other.id, &base.print(other.id), Origin::Study);
            }
            draft.set("spread", &text, Origin::Study);
            let Ok(built) = draft.build() else { continue };
            varied += 1;
            let mut again = Spread::new(built.inputs());
            for trial in 0..25 {
                let drawn = spread::drawn(built.inputs(), Keyed::new(mixed(trial)));
                // Whatever was drawn before it.
                assert_eq!(again.draw(Keyed::new(mixed(trial))), &drawn, "{text}, trial {trial}");
                let mut faults = Vec::new();
                validate::check(&drawn, &[], &mut faults);
                assert!(faults.is_empty(), "{text}, trial {trial}: {faults:?}");
            }
        }
    }
    assert!(varied > 120, "{varied}");
}

/// Laws of one input and of many, of what the library's layout depends on and of what not.
#[test]
fn a_trial_goes_as_if_nothing_had_been_drawn_before_it() {
    for laws in [
        "battery.idle_draw 20mW..50mW; battery.scan_draw 800mW..3W",
        "link.upload lognormal 40%; link.variation 10%..60%",
        "library.size ±30%; service.transfers 1..4; link.rtt 5ms..300ms",
        "window.allowed ±2h; charger.plugged +90min; battery.level 5%..60%",
    ] {
        let values = [("service", "icloud-backup"), ("size", "20GB"), ("upload", "3Mbps")];
        let case = scenario(&[&values[..], &[("spread", laws)]].concat());
        let inputs = case.inputs();
        let point = simulate(&case, Chance::Mean, Record::No);
        let ask = Ask { trials: 60, seed: 1, row: 1, threads: 1, drawn: None };
        let nights = horizon(inputs, &point);
        let alone = |trial| {
            let stream = Stream { seed: 1, row: 1, trial };
            let drawn = spread::drawn(inputs, stream.keyed(Source::Spread));
            Trials::new(&drawn, 1, 1, nights).run(trial)
        };
        let alone = Sample::of((0..ask.trials).map(alone).collect(), 1, nights);
        let found = sample(inputs, &point, ask).unwrap();
        assert_eq!(found.in_time(), alone.in_time(), "{laws}");
        let finishes =
            |sample: &Sample| (1..=60).map(|k| sample.reached(k, 60)).collect::<Vec<_>>();
        assert_eq!(finishes(&found), finishes(&alone), "{laws}");
    }
}
