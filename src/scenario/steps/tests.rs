use super::*;
use crate::scenario::{Draft, Origin};
use crate::units::error::{NOT_RISING, OUT_OF_RANGE};
use proptest::prelude::*;

fn texts(text: &str) -> Vec<String> {
    let steps = Steps::read(text, 40).unwrap_or_else(|e| panic!("{text}: {e}"));
    steps.values.iter().map(Step::print).collect()
}

fn fault(text: &str) -> ReadError {
    Steps::read(text, 40).expect_err(text)
}

#[test]
fn sizes_and_rates_go_by_equal_ratios_in_three_digits() {
    // 100^(1/4) = 3.1623.
    assert_eq!(
        texts("upload=1Mbps..100Mbps:5"),
        ["1Mbps", "3.16Mbps", "10Mbps", "31.6Mbps", "100Mbps"]
    );
    assert_eq!(texts("size=5GB..80GB:5"), ["5GB", "10GB", "20GB", "40GB", "80GB"]);
    assert_eq!(texts("link.upload = 2Mbps..8Mbps:2"), ["2Mbps", "8Mbps"]);
}

#[test]
fn all_else_goes_by_equal_steps() {
    assert_eq!(texts("battery=20%..100%:5"), ["20%", "40%", "60%", "80%", "100%"]);
    assert_eq!(texts("window=4h..10h:4"), ["4h", "6h", "8h", "10h"]);
    assert_eq!(texts("charger=5W..20W:4"), ["5W", "10W", "15W", "20W"]);
    assert_eq!(texts("nights=1..4:4"), ["1", "2", "3", "4"]);
    assert_eq!(texts("ambient=-10C..20C:4").len(), 4);
    // A seventh of 80 points is 13.333.
    assert_eq!(texts("battery=20%..100%:7")[1], "33.3%");
}

#[test]
fn starts_go_round_the_clock() {
    assert_eq!(texts("start=22:00..02:00:5"), ["22:00", "23:00", "00:00", "01:00", "02:00"]);
    assert_eq!(texts("start=22:00,23:30,01:00"), ["22:00", "23:30", "01:00"]);
}

#[test]
fn lists_are_taken_as_they_are_written() {
    assert_eq!(texts("upload=1Mbps, 3Mbps ,10Mbps"), ["1Mbps", "3Mbps", "10Mbps"]);
}

#[test]
fn ends_stay_as_they_were_typed_and_close_ones_get_more_digits() {
    assert_eq!(texts("size=39.8512GB..41GB:2"), ["39.8512GB", "41GB"]);
    let close = texts("upload=1Mbps..1.001Mbps:11");
    assert_eq!((close.len(), close[1].as_str()), (11, "1.0001Mbps"));
}

#[test]
fn every_fault_has_its_code_its_place_and_something_to_type() {
    for (text, code, at, typed) in [
        ("", "E010", "", EXAMPLE),
        ("upload", "E035", "upload", EXAMPLE),
        ("upload=", "E010", "", EXAMPLE),
        ("uplaod=1Mbps..9Mbps:3", "E040", "uplaod", "upload=1Mbps..9Mbps:3"),
        ("service=1..3:2", "E049", "service", EXAMPLE),
        ("upload=1..9Mbps:3", "E012", "", "upload=1Mbps..9Mbps:3"),
        ("upload=1Mbps..9Mbps", "E035", "", "upload=1Mbps..9Mbps:10"),
        ("start=22:00..02:00", "E035", "", "start=22:00..02:00:10"),
        ("upload=1Mbps..9Mbps:x", "E032", "x", "upload=1Mbps..9Mbps:10"),
        ("upload=1Mbps..9Mbps:1", "E024", "1", "upload=1Mbps..9Mbps:2"),
        ("upload=1Mbps..9Mbps:41", "E024", "41", "upload=1Mbps..9Mbps:40"),
        ("upload=9Mbps..1Mbps:3", "E036", "1Mbps:3", "upload=1Mbps..9Mbps:3"),
        ("upload=9Mbps,1Mbps", "E036", "1Mbps", "upload=1Mbps,9Mbps"),
        ("upload=1Mbps", "E035", "1Mbps", EXAMPLE),
        ("done=0B..9GB:3", "E017", "0B", EXAMPLE),
        ("window=4h..30h:3", "E017", "30h", "window=4h..8h:3"),
        ("cloud-free=unknown,9GB", "E049", "unknown", "cloud-free=40GB"),
        ("nights=1..4:9", "E017", "1", "nights=1..4:4"),
    ] {
        let error = fault(text);
        assert_eq!(error.code.0, code, "{text}: {error}");
        assert_eq!(&error.read[error.span.clone()], at, "{text}");
        assert_eq!(error.instead[0].typed, typed, "{text}");
        assert!(!error.message.ends_with('.'), "{text}");
    }
    let many = ["9Mbps"; 3].join(",");
    assert_eq!(fault(&format!("upload={many}")).code, NOT_RISING);
}

#[test]
fn what_is_suggested_reads_unless_it_is_one_value() {
    for text in ["upload", "uplaod=1Mbps..9Mbps:3", "upload=1..9Mbps:3", "upload=9Mbps..1Mbps:3"] {
        let typed = &fault(text).instead[0].typed;
        assert!(Steps::read(typed, 40).is_ok(), "{typed}");
    }
}

#[test]
fn all_that_is_said_to_have_a_scale_has_one() {
    for word in Stepped::all() {
        let what = Stepped::find(word).unwrap();
        assert_eq!(what.word(), word);
    }
    for word in ["upload", "size", "start", "window", "battery", "cloud-free", "charger"] {
        assert!(Stepped::all().contains(&word), "{word}");
    }
    assert!(!Stepped::all().contains(&"service") && !Stepped::all().contains(&"name"));
}

fn inputs(flags: &[(&str, &str)]) -> Inputs {
    let mut draft = Draft::new();
    for (key, text) in flags {
        draft.set(key, text, Origin::Study);
    }
    draft.inputs().0
}

#[test]
fn a_window_keeps_its_end_or_its_start() {
    let base = inputs(&[("window", "22:00-07:00")]);
    let put = |step: &Step| {
        let mut inputs = base.clone();
        step.edits(&base).into_iter().for_each(|edit| assert!(inputs.put(edit)));
        inputs.window.allowed.print()
    };
    assert_eq!(put(&Step::Start(ClockTime::from_hm(1, 0))), "01:00-07:00");
    assert_eq!(put(&Step::Length(Span::from_secs(4 * 3600))), "22:00-02:00");
    assert_eq!(put(&Step::Length(Span::DAY)), "all-day");
}

#[test]
fn a_plan_goes_with_the_space_in_it() {
    let base = inputs(&[("cloud-plan", "50GB"), ("cloud-used", "20GB")]);
    let step = Stepped::find("cloud-free").unwrap().read("10GB").unwrap();
    let edits = step.edits(&base);
    assert_eq!(edits.len(), 2);
    assert_eq!(edits[1].value, Value::Size(Size::from_bytes(30_000_000_000)));
}

#[test]
fn an_own_value_is_put_in_its_place_once() {
    let mut steps = Steps::read("upload=1Mbps,3Mbps,10Mbps", 40).unwrap();
    let step = |text| steps.what.read(text).unwrap();
    let (five, three, most) = (step("5Mbps"), step("3Mbps"), step("900Mbps"));
    assert_eq!(steps.insert(five), Some(2));
    assert_eq!(steps.insert(three), Some(1));
    assert_eq!(steps.insert(most), Some(4));
    assert_eq!(steps.values.len(), 5);
    let mut starts = Steps::read("start=22:00..02:00:5", 40).unwrap();
    assert_eq!(starts.insert(Step::Start(ClockTime::from_hm(0, 30))), Some(3));
    assert_eq!(starts.insert(Step::Length(Span::DAY)), None);
}

proptest! {
    #[test]
    fn any_text_reads_or_tells_what_to_type(text in "\\PC{0,40}") {
        if let Err(error) = Steps::read(&text, 40) {
            prop_assert!(!error.instead.is_empty());
            prop_assert!(error.read.get(error.span).is_some());
        }
    }

    #[test]
    fn ranges_rise_hold_their_ends_and_print_so_that_they_read_back(
        low in 1u64..1_000_000_000, times in 2u64..1_000_000, count in 2usize..=40
    ) {
        let text = format!("size={low}B..{}B:{count}", low.saturating_mul(times).min(1_000_000_000_000_000));
        match Steps::read(&text, 40) {
            Ok(steps) => {
                prop_assert_eq!(steps.values.len(), count);
                let list: Vec<String> = steps.values.iter().map(Step::print).collect();
                prop_assert_eq!(Steps::read(&format!("size={}", list.join(",")), 40), Ok(steps));
            }
            Err(error) => prop_assert_eq!(error.code, OUT_OF_RANGE),
        }
    }
}
