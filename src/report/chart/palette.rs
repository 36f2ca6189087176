//! Colours by role, light and dark, and the second cue of every state. The state colours are the
//! tested ones: 3:1 against the background and apart for every kind of colour vision; the tests
//! compute it anew. plotters only hands numbers through, so a role travels as an indexed colour.

use crate::cause::ChartState;
use plotters::style::RGBColor;

/// What a colour stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Role {
    /// The ground.
    Ground,
    /// Titles, labels, values.
    Text,
    /// Subtitles, ticks, captions.
    Muted,
    /// Grid lines: decoration only.
    Grid,
    /// The allowed hours.
    Band,
    /// [`ChartState::Uploading`].
    Upload,
    /// [`ChartState::Network`].
    Network,
    /// [`ChartState::Power`].
    Power,
    /// [`ChartState::Outside`].
    Outside,
    /// [`ChartState::Cloud`].
    Cloud,
    /// [`ChartState::Phone`].
    Phone,
    /// The least of six steps of a quantity.
    Step1,
    /// The second.
    Step2,
    /// The third.
    Step3,
    /// The fourth.
    Step4,
    /// The fifth.
    Step5,
    /// The most.
    Step6,
    /// Text on the first three steps, light or dark.
    OnLight,
    /// Text on the last three.
    OnDark,
    /// The outermost step of a fan's soft edge.
    Fan1,
    /// The second.
    Fan2,
    /// The third.
    Fan3,
    /// The fourth.
    Fan4,
    /// The outer band of a fan: nine of ten.
    Fan5,
    /// The first step from it to the inner one.
    Fan6,
    /// The second.
    Fan7,
    /// The third.
    Fan8,
    /// The fourth.
    Fan9,
    /// The inner band of a fan: half.
    Fan10,
}

/// The steps of a quantity, least first: cividis, which reads the same for every kind of colour vision.
/// They are the same on light and on dark, as the numbers on them are.
pub const QUANTITY: [Role; 6] =
    [Role::Step1, Role::Step2, Role::Step3, Role::Step4, Role::Step5, Role::Step6];

/// The steps of a fan from its soft outer edge to its middle: the fifth is its outer band, the last its
/// inner one. Mixed of [`Role::Band`] and [`Role::Upload`]: to 40 % and 95 % on light, 35 % and 80 % on dark.
pub const FAN: [Role; 10] = [
    Role::Fan1,
    Role::Fan2,
    Role::Fan3,
    Role::Fan4,
    Role::Fan5,
    Role::Fan6,
    Role::Fan7,
    Role::Fan8,
    Role::Fan9,
    Role::Fan10,
];

/// The colour of text on a step.
pub const fn text_on(step: Role) -> Role {
    match step {
        Role::Step4 | Role::Step5 | Role::Step6 => Role::OnDark,
        _ => Role::OnLight,
    }
}

impl Role {
    /// All roles in the order of their numbers.
    pub const ALL: [Role; 29] = [
        Role::Ground,
        Role::Text,
        Role::Muted,
        Role::Grid,
        Role::Band,
        Role::Upload,
        Role::Network,
        Role::Power,
        Role::Outside,
        Role::Cloud,
        Role::Phone,
        Role::Step1,
        Role::Step2,
        Role::Step3,
        Role::Step4,
        Role::Step5,
        Role::Step6,
        Role::OnLight,
        Role::OnDark,
        Role::Fan1,
        Role::Fan2,
        Role::Fan3,
        Role::Fan4,
        Role::Fan5,
        Role::Fan6,
        Role::Fan7,
        Role::Fan8,
        Role::Fan9,
        Role::Fan10,
    ];

    /// Its name in classes and custom properties.
    pub const fn name(self) -> &'static str {
        match self {
            Role::Ground => "ground",
            Role::Text => "text",
            Role::Muted => "muted",
            Role::Grid => "grid",
            Role::Band => "band",
            Role::Upload => "upload",
            Role::Network => "network",
            Role::Power => "power",
            Role::Outside => "outside",
            Role::Cloud => "cloud",
            Role::Phone => "phone",
            Role::Step1 => "step1",
            Role::Step2 => "step2",
            Role::Step3 => "step3",
            Role::Step4 => "step4",
            Role::Step5 => "step5",
            Role::Step6 => "step6",
            Role::OnLight => "onlight",
            Role::OnDark => "ondark",
            Role::Fan1 => "fan1",
            Role::Fan2 => "fan2",
            Role::Fan3 => "fan3",
            Role::Fan4 => "fan4",
            Role::Fan5 => "fan5",
            Role::Fan6 => "fan6",
            Role::Fan7 => "fan7",
            Role::Fan8 => "fan8",
            Role::Fan9 => "fan9",
            Role::Fan10 => "fan10",
        }
    }

    /// Its colour on a light ground.
    pub const fn light(self) -> &'static str {
        match self {
            Role::Ground => "#FFFFFF",
            Role::Text => "#1B1F24",
            Role::Muted => "#595959",
            Role::Grid => "#D9D9D9",
            Role::Band => "#E7EFF6",
            Role::Upload => "#0888CA",
            Role::Network => "#A64E07",
            Role::Power => "#7B3296",
            Role::Outside => "#747473",
            Role::Cloud => "#881612",
            Role::Phone => "#729880",
            Role::Step1 => "#FFEA46",
            Role::Step2 => "#CBBA69",
            Role::Step3 => "#958F78",
            Role::Step4 => "#666970",
            Role::Step5 => "#31446B",
            Role::Step6 => "#00224D",
            Role::OnLight => "#000000",
            Role::OnDark => "#FFFFFF",
            Role::Fan1 => "#D5E7F2",
            Role::Fan2 => "#C3DFEF",
            Role::Fan3 => "#B2D6EB",
            Role::Fan4 => "#A0CEE8",
            Role::Fan5 => "#8EC6E4",
            Role::Fan6 => "#75BBDF",
            Role::Fan7 => "#5DAFDA",
            Role::Fan8 => "#44A4D6",
            Role::Fan9 => "#2C98D1",
            Role::Fan10 => "#138DCC",
        }
    }

    /// Its colour on a dark ground.
    pub const fn dark(self) -> &'static str {
        match self {
            Role::Ground => "#14171A",
            Role::Text => "#E8EAED",
            Role::Muted => "#9AA0A6",
            Role::Grid => "#32373C",
            Role::Band => "#212B35",
            Role::Upload => "#479AC7",
            Role::Network => "#EF8729",
            Role::Power => "#E3B5FF",
            Role::Outside => "#AFB3BA",
            Role::Cloud => "#E1544B",
            Role::Phone => "#91EEC6",
            Role::Step1 => "#FFEA46",
            Role::Step2 => "#CBBA69",
            Role::Step3 => "#958F78",
            Role::Step4 => "#666970",
            Role::Step5 => "#31446B",
            Role::Step6 => "#00224D",
            Role::OnLight => "#000000",
            Role::OnDark => "#FFFFFF",
            Role::Fan1 => "#24333F",
            Role::Fan2 => "#263B49",
            Role::Fan3 => "#294254",
            Role::Fan4 => "#2B4A5E",
            Role::Fan5 => "#2E5268",
            Role::Fan6 => "#315C75",
            Role::Fan7 => "#356682",
            Role::Fan8 => "#387090",
            Role::Fan9 => "#3C7A9D",
            Role::Fan10 => "#3F84AA",
        }
    }

    /// The role of a state.
    pub const fn of(state: ChartState) -> Role {
        match state {
            ChartState::Uploading => Role::Upload,
            ChartState::Network => Role::Network,
            ChartState::Power => Role::Power,
            ChartState::Outside => Role::Outside,
            ChartState::Cloud => Role::Cloud,
            ChartState::Phone => Role::Phone,
        }
    }
}

/// How an area or a line is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Look {
    /// All of it.
    Solid,
    /// The state's colour with its hatch cut out: strips and bars.
    Cut,
    /// Only the state's hatch, over what is below: bands behind a line.
    Veil,
    /// The same, fainter: bands that cover most of a plot.
    Mist,
    /// A dashed line.
    Dashed,
    /// A line of short dots.
    Dotted,
}

const LOOKS: [Look; 6] =
    [Look::Solid, Look::Cut, Look::Veil, Look::Mist, Look::Dashed, Look::Dotted];

/// A role and a look; `decor` marks what assistive tools should skip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ink {
    /// Which colour.
    pub role: Role,
    /// How it is filled.
    pub look: Look,
    /// Whether it is grid or axis.
    pub decor: bool,
    /// Which of its role's hatches, so that causes of one state differ; 0 is the state's own.
    pub variant: u8,
}

impl Ink {
    /// Solid.
    pub const fn solid(role: Role) -> Self {
        Ink { role, look: Look::Solid, decor: false, variant: 0 }
    }

    /// How bands are hatched that cover such a share of a plot.
    pub fn band(share: f64) -> Look {
        if share > 0.45 { Look::Mist } else { Look::Veil }
    }

    /// With another look.
    pub const fn with(role: Role, look: Look) -> Self {
        Ink { role, look, decor: false, variant: 0 }
    }

    /// Grid and axis.
    pub const fn decor(role: Role) -> Self {
        Ink { role, look: Look::Solid, decor: true, variant: 0 }
    }

    /// Whether it repeats or only frames what other marks and words tell: the ground, grid lines, shaded
    /// hours, and the hatches over them, which have a word each.
    pub const fn is_decor(self) -> bool {
        let frames = matches!(self.role, Role::Ground | Role::Grid | Role::Band);
        self.decor || frames || matches!(self.look, Look::Veil | Look::Mist)
    }

    /// In another hatch of its role.
    #[must_use]
    pub const fn variant(self, variant: u8) -> Self {
        Ink { variant: variant % VARIANTS, ..self }
    }

    /// As plotters carries it.
    pub const fn indexed(self) -> RGBColor {
        RGBColor(self.role as u8, self.look as u8, self.decor as u8 | self.variant << 1)
    }

    /// Back from what plotters carried.
    pub fn from_indexed((role, look, decor): (u8, u8, u8)) -> Self {
        Ink {
            role: Role::ALL.get(usize::from(role)).copied().unwrap_or(Role::Text),
            look: LOOKS.get(usize::from(look)).copied().unwrap_or(Look::Solid),
            decor: decor & 1 == 1,
            variant: decor >> 1,
        }
    }
}

/// How many hatches a role has.
pub const VARIANTS: u8 = 4;

/// A hatch of a state's role: the size of its tile and the path in it; `None` is solid. Tiles are
/// even, so that half as large again they still end on whole pixels and show no seams. All of a role
/// go the same way, since that tells one state from another: they are wide apart, in pairs, close. None
/// runs level or upright: that would be taken for a grid, so those of the phone's side are waves.
pub const fn hatch(role: Role, variant: u8) -> Option<(u32, &'static str)> {
    match (role, variant) {
        (Role::Network, 0) => Some((8, "M-2 2L2-2M-2 10L10-2M6 10L10 6")),
        (Role::Network, 1) => Some((16, "M-4 4L4-4M-4 20L20-4M12 20L20 12")),
        (Role::Network, 2) => {
            Some((16, "M-4 4L4-4M-4 20L20-4M12 20L20 12M-4 8L8-4M-4 24L24-4M12 24L24 12"))
        }
        (Role::Network, _) => Some((4, "M-1 1L1-1M-1 5L5-1M3 5L5 3")),
        (Role::Power, 0) => Some((8, "M-2 6L2 10M-2-2L10 10M6-2L10 2")),
        (Role::Power, 1) => Some((16, "M-4 12L4 20M-4-4L20 20M12-4L20 4")),
        (Role::Power, 2) => {
            Some((16, "M-4 12L4 20M-4-4L20 20M12-4L20 4M-4 8L8 20M-4-8L24 20M8-4L20 8"))
        }
        (Role::Power, _) => Some((4, "M-1 3L1 5M-1-1L5 5M3-1L5 1")),
        (Role::Outside, _) => Some((6, "M3 2.25V3.75M0-.75V.75M6-.75V.75M0 5.25V6.75M6 5.25V6.75")),
        (Role::Cloud, 0) => Some((10, "M-2-2L12 12M-2 12L12-2")),
        (Role::Cloud, 1) => Some((20, "M-2-2L22 22M-2 22L22-2")),
        (Role::Cloud, 2) => Some((20, "M-2-2L22 22M-2 22L22-2M-2 3L17 22M13-2L22 7")),
        (Role::Cloud, _) => Some((6, "M-2-2L8 8M-2 8L8-2")),
        (Role::Phone, 0) => Some((8, "M-2 4L0 6L4 2L8 6L10 4")),
        (Role::Phone, 1) => Some((16, "M-2 8L0 10L4 6L8 10L12 6L16 10L18 8")),
        (Role::Phone, 2) => {
            Some((16, "M-2 6L0 8L4 4L8 8L12 4L16 8L18 6M-2 10L0 12L4 8L8 12L12 8L16 12L18 10"))
        }
        (Role::Phone, _) => Some((4, "M-1 2L0 3L2 1L4 3L5 2")),
        _ => None,
    }
}
