use crate::units::*;
macro_rules! stub { ($($t:ty),+) => { $(impl Kind for $t { const NAME:&'static str=""; const PLACEHOLDER:&'static str=""; const EXAMPLE:&'static str=""; const UNIT:Option<&'static str>=None;
 fn read(_:&str)->Result<Reading<Self>,ReadError>{unimplemented!()} fn print(&self)->String{format!("{self:?}")} fn plain(&self)->Plain{Plain::Absent} })+ } }
stub!(
    Name,
    bool,
    Count,
    Size,
    Rate,
    Span,
    Fraction,
    Power,
    Energy,
    Temperature,
    Windows,
    BackupWindow,
    Deadline,
    RatePlan,
    Outages,
    Drops,
    Rivals,
    Items,
    Hold,
    Taper,
    Resume,
    Overhead,
    Scan,
    Scratch,
    Session,
    ChargerPower
);
impl<C: Choice> Kind for C {
    const NAME: &'static str = "";
    const PLACEHOLDER: &'static str = "";
    const EXAMPLE: &'static str = "";
    const UNIT: Option<&'static str> = None;
    fn read(_: &str) -> Result<Reading<Self>, ReadError> {
        unimplemented!()
    }
    fn print(&self) -> String {
        self.word().into()
    }
    fn plain(&self) -> Plain {
        Plain::Absent
    }
}
impl<C: Choice> Kind for Set<C> {
    const NAME: &'static str = "";
    const PLACEHOLDER: &'static str = "";
    const EXAMPLE: &'static str = "";
    const UNIT: Option<&'static str> = None;
    fn read(_: &str) -> Result<Reading<Self>, ReadError> {
        unimplemented!()
    }
    fn print(&self) -> String {
        String::new()
    }
    fn plain(&self) -> Plain {
        Plain::Absent
    }
}
