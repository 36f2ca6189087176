//! The palette computed anew: WCAG contrast, CIEDE2000 distances, colour-blind views after Machado
//! (2009) at full severity, and grey.

use super::super::palette::{FAN, QUANTITY, Role, text_on};

type Rgb = [f64; 3];

fn rgb(hex: &str) -> Rgb {
    [1, 3, 5].map(|i| f64::from(u8::from_str_radix(&hex[i..i + 2], 16).unwrap()) / 255.0)
}

fn linear(c: f64) -> f64 {
    if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
}

fn gamma(c: f64) -> f64 {
    let c = c.clamp(0.0, 1.0);
    if c <= 0.0031308 { c * 12.92 } else { 1.055 * c.powf(1.0 / 2.4) - 0.055 }
}

fn luminance(c: Rgb) -> f64 {
    let [r, g, b] = c.map(linear);
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn contrast(a: &str, b: &str) -> f64 {
    let (a, b) = (luminance(rgb(a)), luminance(rgb(b)));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn lab(c: Rgb) -> [f64; 3] {
    let [r, g, b] = c.map(linear);
    let x = (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047;
    let y = 0.2126729 * r + 0.7151522 * g + 0.0721750 * b;
    let z = (0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883;
    let f = |t: f64| if t > 0.008856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
    [116.0 * f(y) - 16.0, 500.0 * (f(x) - f(y)), 200.0 * (f(y) - f(z))]
}

/// CIEDE2000 (Sharma, Wu, Dalal 2005).
fn distance(a: [f64; 3], b: [f64; 3]) -> f64 {
    let [l1, a1, b1] = a;
    let [l2, a2, b2] = b;
    let mean = (a1.hypot(b1) + a2.hypot(b2)) / 2.0;
    let g = 0.5 * (1.0 - (mean.powi(7) / (mean.powi(7) + 25f64.powi(7))).sqrt());
    let (a1, a2) = ((1.0 + g) * a1, (1.0 + g) * a2);
    let (c1, c2) = (a1.hypot(b1), a2.hypot(b2));
    let hue = |a: f64, b: f64| {
        if a == 0.0 && b == 0.0 { 0.0 } else { b.atan2(a).to_degrees().rem_euclid(360.0) }
    };
    let (h1, h2) = (hue(a1, b1), hue(a2, b2));
    let (dl, dc) = (l2 - l1, c2 - c1);
    let turn = if c1 * c2 == 0.0 {
        0.0
    } else if (h2 - h1).abs() <= 180.0 {
        h2 - h1
    } else if h2 > h1 {
        h2 - h1 - 360.0
    } else {
        h2 - h1 + 360.0
    };
    let dh = 2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sin();
    let (l, c) = ((l1 + l2) / 2.0, (c1 + c2) / 2.0);
    let h = if c1 * c2 == 0.0 {
        h1 + h2
    } else if (h1 - h2).abs() <= 180.0 {
        (h1 + h2) / 2.0
    } else if h1 + h2 < 360.0 {
        (h1 + h2 + 360.0) / 2.0
    } else {
        (h1 + h2 - 360.0) / 2.0
    };
    let cos = |d: f64| d.to_radians().cos();
    let t = 1.0 - 0.17 * cos(h - 30.0) + 0.24 * cos(2.0 * h) + 0.32 * cos(3.0 * h + 6.0)
        - 0.20 * cos(4.0 * h - 63.0);
    let sl = 1.0 + 0.015 * (l - 50.0).powi(2) / (20.0 + (l - 50.0).powi(2)).sqrt();
    let (sc, sh) = (1.0 + 0.045 * c, 1.0 + 0.015 * c * t);
    let theta = 30.0 * (-((h - 275.0) / 25.0).powi(2)).exp();
    let rc = 2.0 * (c.powi(7) / (c.powi(7) + 25f64.powi(7))).sqrt();
    let rt = -(2.0 * theta).to_radians().sin() * rc;
    let (x, y, z) = (dl / sl, dc / sc, dh / sh);
    (x * x + y * y + z * z + rt * y * z).sqrt()
}

type View = (&'static str, [[f64; 3]; 3]);

/// Machado, Oliveira, Fernandes 2009, severity 1.0, on linear RGB.
const VIEWS: [View; 4] = [
    ("normal", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "protan",
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ],
    ),
    (
        "deutan",
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ],
    ),
    (
        "tritan",
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ],
    ),
];

fn seen(c: Rgb, matrix: &[[f64; 3]; 3]) -> Rgb {
    let c = c.map(linear);
    matrix.map(|row| gamma(row[0] * c[0] + row[1] * c[1] + row[2] * c[2]))
}

const STATES: [Role; 6] =
    [Role::Upload, Role::Network, Role::Power, Role::Outside, Role::Cloud, Role::Phone];

fn worst(hex: fn(Role) -> &'static str, view: impl Fn(Rgb) -> Rgb) -> f64 {
    let colours: Vec<_> = STATES.iter().map(|&r| lab(view(rgb(hex(r))))).collect();
    let pairs = (0..6).flat_map(|i| (0..i).map(move |j| (i, j)));
    pairs.map(|(i, j)| distance(colours[i], colours[j])).fold(f64::INFINITY, f64::min)
}

fn grey(c: Rgb) -> Rgb {
    [gamma(luminance(c)); 3]
}

#[test]
fn the_distance_is_that_of_the_published_test_data() {
    // Pairs 1, 7 and 17 of Sharma et al. 2005, table 1.
    let near = |a, b, d: f64| assert!((distance(a, b) - d).abs() < 1e-4, "{}", distance(a, b));
    near([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425);
    near([50.0, 0.0, 0.0], [50.0, -1.0, 2.0], 2.3669);
    near([50.0, 2.5, 0.0], [73.0, 25.0, -18.0], 27.1492);
}

#[test]
fn every_state_stands_out_from_the_ground_three_to_one() {
    for role in STATES {
        let light = contrast(role.light(), Role::Ground.light());
        let dark = contrast(role.dark(), Role::Ground.dark());
        assert!(light >= 3.0 && dark >= 3.0, "{role:?} {light} {dark}");
    }
    assert!((contrast(Role::Upload.light(), "#FFFFFF") - 3.90).abs() < 0.01);
    assert!((contrast(Role::Phone.dark(), "#14171A") - 13.06).abs() < 0.01);
}

#[test]
fn every_text_has_four_and_a_half_to_one_on_ground_and_band() {
    for text in [Role::Text, Role::Muted] {
        for ground in [Role::Ground, Role::Band] {
            assert!(contrast(text.light(), ground.light()) >= 4.5, "{text:?} on {ground:?}");
            assert!(contrast(text.dark(), ground.dark()) >= 4.5, "{text:?} on {ground:?}");
        }
    }
}

#[test]
fn lines_and_hatches_stand_out_from_the_allowed_hours() {
    for role in STATES {
        // The hatch of the phone's side is the faintest; its word stands beside it.
        let least = if role == Role::Phone { 2.7 } else { 3.0 };
        assert!(contrast(role.light(), Role::Band.light()) >= least, "{role:?}");
        assert!(contrast(role.dark(), Role::Band.dark()) >= 3.0, "{role:?}");
    }
}

#[test]
fn states_are_apart_for_every_kind_of_colour_vision() {
    // Normal, protan, deutan, tritan and grey: the figures that the palette was chosen by.
    let light = [18.4, 14.0, 11.1, 10.0];
    let dark = [19.2, 12.3, 11.4, 10.1];
    for (i, (name, matrix)) in VIEWS.iter().enumerate() {
        let (on_light, on_dark) =
            (worst(Role::light, |c| seen(c, matrix)), worst(Role::dark, |c| seen(c, matrix)));
        assert!((on_light - light[i]).abs() < 0.1, "{name} light {on_light}");
        assert!((on_dark - dark[i]).abs() < 0.1, "{name} dark {on_dark}");
    }
    assert!(worst(Role::light, grey) >= 4.9 && worst(Role::dark, grey) >= 4.9);
}

#[test]
fn the_steps_of_a_quantity_are_apart_for_every_kind_of_colour_vision_and_carry_text() {
    for step in QUANTITY {
        // The lightest of the white texts, on the fourth step, has 5.5.
        let read = contrast(step.light(), text_on(step).light());
        assert!(read >= 5.4, "{step:?} {read}");
    }
    for pair in QUANTITY.windows(2) {
        for (name, matrix) in VIEWS {
            let at = |role: Role| lab(seen(rgb(role.light()), &matrix));
            let apart = distance(at(pair[0]), at(pair[1]));
            assert!(apart >= 10.0, "{name} {pair:?} {apart}");
        }
        let at = |role: Role| lab(grey(rgb(role.light())));
        assert!(distance(at(pair[0]), at(pair[1])) >= 10.0, "{pair:?}");
    }
}

#[test]
fn the_bands_of_a_fan_stand_out_and_its_edges_are_graded() {
    for hex in [Role::light, Role::dark] {
        let (outer, inner) = (FAN[4], FAN[9]);
        // The inner band stands out from the ground and the allowed hours, the line of the middle from it.
        for below in [Role::Ground, Role::Band] {
            assert!(contrast(hex(inner), hex(below)) >= 3.0, "{below:?}");
        }
        assert!(contrast(hex(Role::Text), hex(inner)) >= 3.0);
        // A label of its own says what the outer one is; it can be told from what is around it.
        assert!(contrast(hex(outer), hex(Role::Band)) >= 1.5);
        assert!(contrast(hex(inner), hex(outer)) >= 1.9);
        // No step is an edge by itself.
        for pair in FAN.windows(2) {
            assert!(contrast(hex(pair[1]), hex(pair[0])) <= 1.25, "{pair:?}");
        }
    }
}
