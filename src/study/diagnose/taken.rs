//! Which service is taken where none was given: the one that the text is about, else the rules of no
//! service if they can bring about what it means, else the likeliest service whose rules can. What is
//! asked flows in; the diagnosis for that service flows out, with the service among what was filled in.

use super::{Asked, Diagnosis, Undiagnosed, diagnosed, mainly};
use crate::model::phone::Platform;
use crate::model::service::Preset;
use crate::scenario::Origin;
use crate::scenario::fields::id_of;
use crate::study::symptoms::{Heard, Service, hear, likely, service};

/// The diagnosis, with a service taken where that is needed.
///
/// # Errors
/// As [`super::diagnose`].
pub(super) fn with_service(asked: &Asked<'_>) -> Result<Diagnosis, Undiagnosed> {
    let heard = asked.text.map(hear);
    let heard = heard.as_ref();
    let (inputs, origins) = asked.draft.inputs();
    let given = |key: &str| origins.get(id_of(key).0 as usize).is_some_and(Origin::is_given);
    let (Some(text), Some(meant)) = (asked.text, heard) else {
        return diagnosed(asked, heard, None);
    };
    if given("service.preset") || meant.meant.is_none() {
        return diagnosed(asked, heard, None);
    }
    let said = match service(text, meant) {
        // A service that does not go with what was given is none to take.
        Service::One(preset) => diagnosed(asked, heard, Some(preset)).ok(),
        Service::Several | Service::Unsaid => None,
    };
    let named = said.is_some();
    let plain = match said {
        Some(found) => found,
        None => diagnosed(asked, heard, None)?,
    };
    if plain.done || explains(&plain, meant) {
        return Ok(plain);
    }
    // Named, it may still be another service of the same phone.
    let of_phone = match plain.base.inputs().service.preset {
        Preset::IcloudBackup if named => Some(Platform::Iphone),
        Preset::GooglePhotos | Preset::GoogleBackup if named => Some(Platform::Android),
        _ if named => return Ok(plain),
        _ => inputs.phone.platform.filter(|_| given("phone.platform")),
    };
    for &preset in likely(of_phone) {
        if let Ok(found) = diagnosed(asked, heard, Some(preset))
            && explains(&found, meant)
        {
            return Ok(found);
        }
    }
    Ok(plain)
}

/// Whether what the text mostly means was found.
fn explains(found: &Diagnosis, heard: &Heard) -> bool {
    let told: Vec<_> = heard.all().collect();
    let known = found.causes.first().is_some_and(|first| first.known);
    mainly(&told).is_none_or(|cause| known || found.causes.iter().any(|f| f.cause == cause))
}
