//! Laws as people write them, and what is no law.

use super::*;

fn read_law(text: &str) -> Law {
    Law::read(text).unwrap_or_else(|e| panic!("{text}: {e:?}")).value
}

#[test]
fn laws_read_in_every_way_and_print_back() {
    assert_eq!(read_law("lognormal 40%"), Law::Lognormal(400_000));
    let half_an_hour = Law::Even(Side::Both, Reach::Amount("30min".to_owned()));
    for text in ["±30min", "+-30min", "+/- 30min", "uniform 30min", "uniform ±30min"] {
        assert_eq!(read_law(text), half_an_hour, "{text}");
    }
    assert_eq!(read_law("+30min"), Law::Even(Side::Up, Reach::Amount("30min".to_owned())));
    assert_eq!(read_law("-10%"), Law::Even(Side::Down, Reach::Share(100_000)));
    assert_eq!(read_law("Normal 5GB"), Law::Normal(Reach::Amount("5GB".to_owned())));
    let ends = Law::Between("30GB".to_owned(), "50GB".to_owned());
    assert_eq!((read_law("30GB..50GB"), read_law("uniform 30GB .. 50GB")), (ends.clone(), ends));
    let choice = read_law("yes 90% | no 10%");
    assert_eq!(choice, Law::OneOf(vec![("yes".into(), 900_000), ("no".into(), 100_000)]));
    for law in ["lognormal 40%", "normal 10%", "±30min", "+2h", "-10%", "1..2", "a 50% | b c 50%"]
    {
        assert_eq!(read_law(law).print(), law);
    }
    let all = "link.upload lognormal 40%; charger.plugged ±30min";
    assert_eq!(Varies::read(all).unwrap().value.print(), all);
    assert_eq!(Varies::read("none").unwrap().value.print(), "none");
}

#[test]
fn what_is_no_law_is_refused_with_one_to_type() {
    for text in [
        "40%",
        "lognormal",
        "lognormal 5GB",
        "lognormal 500%",
        "±",
        "..3",
        "yes 90% | no",
        "yes 90% | no 20%",
        "",
    ] {
        let error = Law::read(text).unwrap_err();
        assert!(error.instead.iter().all(|s| Law::read(&s.typed).is_ok()), "{text}");
        assert!(!error.instead.is_empty(), "{text}");
    }
    assert!(Varies::read("link.upload").is_err());
    assert!(Varies::read("a ±1%; a ±2%").is_err());
}

#[test]
fn a_share_of_nothing_varies_nothing() {
    for (text, nothing) in [
        ("lognormal 0%", true),
        ("lognormal 1%", false),
        ("normal 0%", true),
        ("±0%", true),
        ("±1%", false),
        ("normal 30min", false),
        ("yes 50% | no 50%", false),
    ] {
        let law = read_law(text);
        assert_eq!(law.is_nothing(), nothing, "{text}");
        let varies = Varies(vec![("link.upload".to_owned(), law)]);
        assert_eq!(varies.is_nothing(), nothing, "{text}");
    }
    assert!(Law::Lognormal(0).is_nothing() && !Law::Lognormal(1).is_nothing());
    assert!(Varies::default().is_nothing());
}

#[test]
fn at_most_24_values_may_share_the_whole() {
    // n - 1 values of 1 % and one of the rest.
    let list = |n: usize| {
        let rest = format!("x {}%", 101 - n);
        std::iter::repeat_n("y 1%".to_owned(), n - 1).chain([rest]).collect::<Vec<_>>().join(" | ")
    };
    assert!(Law::read(&list(24)).is_ok());
    assert_eq!(Law::read(&list(25)).unwrap_err().message, "more than 24 values");
    let e = Varies::read("link.upload").unwrap_err();
    assert_eq!(e.message, "link.upload is not a key with a law behind it");
}
