//! The numbers that Go's math/rand gives to a program that never seeds it: always the same ones, those
//! of seed 1. restic 0.14 does not seed it (Go 1.19), so the spread of its back-off is known: every
//! process draws these, from the first on. (25 of them were read off the waits in three measured
//! runs' logs, and all fit.)

/// Float64() of an unseeded program, in thousand-millionths.
///
/// The generator is an additive lagged Fibonacci one, x(n) = x(n-607) + x(n-273) mod 2^64, over a
/// table of 607 start values; each number is the lower 63 bits ÷ 2^63 (golang/go,
/// src/math/rand/rng.go).
const FLOATS: [u32; 83] = [
    604_660_288,
    940_509_088,
    664_560_053,
    437_714_187,
    424_637_497,
    686_823_073,
    65_637_019,
    156_519_255,
    96_969_519,
    300_911_861,
    515_212_629,
    813_639_961,
    214_263_873,
    380_657_189,
    318_058_174,
    468_889_845,
    283_034_151,
    293_101_857,
    679_084_676,
    218_553_053,
    203_186_877,
    360_871_417,
    570_673_276,
    862_491_437,
    293_114_245,
    297_082_564,
    752_573_036,
    206_582_662,
    865_335_013,
    696_719_166,
    523_820_306,
    28_303_083,
    158_328_278,
    607_253_440,
    975_241_619,
    79_453_623,
    594_808_598,
    59_120_651,
    692_024_587,
    301_522_681,
    173_266_238,
    541_099_855,
    544_155_573,
    278_507_622,
    423_152_202,
    530_585_715,
    253_540_501,
    282_080_995,
    788_604_915,
    361_805_480,
    880_543_123,
    297_112_261,
    894_361_729,
    97_454_618,
    976_916_869,
    74_290_999,
    222_289_417,
    681_078_312,
    241_515_089,
    311_522_444,
    932_846_429,
    741_848_960,
    801_055_043,
    730_231_477,
    182_924_916,
    428_357_082,
    896_991_958,
    682_653_488,
    978_929_356,
    922_212_259,
    90_837_275,
    493_141_998,
    926_986_804,
    954_945_440,
    347_953_964,
    690_838_832,
    710_907_195,
    563_779_596,
    649_489_461,
    551_765_049,
    755_823_507,
    403_803_286,
    130_651_117,
];
/// Beyond the table: the mean.
const MEAN: u32 = 500_000_000;

/// The numbers of one process.
#[derive(Clone, Copy, Debug, Default)]
pub struct GoDraws {
    drawn: usize,
}

impl GoDraws {
    /// The next one, in thousand-millionths of 1.
    pub fn draw(&mut self) -> u32 {
        let number = FLOATS.get(self.drawn).copied().unwrap_or(MEAN);
        self.drawn += 1;
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_numbers_are_those_that_every_unseeded_go_program_prints() {
        // fmt.Println(rand.Float64(), rand.Float64(), rand.Float64()) of Go before 1.20:
        // 0.6046602879796196 0.9405090880450124 0.6645600532184904.
        let mut draws = GoDraws::default();
        assert_eq!(
            [draws.draw(), draws.draw(), draws.draw()],
            [604_660_288, 940_509_088, 664_560_053]
        );
    }

    #[test]
    fn after_the_table_comes_the_mean() {
        let mut draws = GoDraws { drawn: 82 };
        assert_eq!([draws.draw(), draws.draw(), draws.draw()], [130_651_117, MEAN, MEAN]);
    }
}
