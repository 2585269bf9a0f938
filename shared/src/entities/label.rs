//! The 37 labels.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

macro_rules! labels {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),* $(,)?) => {
        /// What an entity is. The names are those of the label set, version 1.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
        pub enum Label {
            $($(#[$doc])* #[serde(rename = $name)] $variant),*
        }
        impl Label {
            /// Every label, in the order of the label set.
            pub const ALL: &'static [Label] = &[$(Label::$variant),*];
            /// The label's name, as `VESSEL_NAME`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Label::$variant => $name),* }
            }
        }
    };
}

labels! {
    /// The vessel's present name; upper case, single spaces.
    VesselName = "VESSEL_NAME",
    /// A former name or an alias; upper case, single spaces.
    PreviousName = "PREVIOUS_NAME",
    /// IMO ship number with a valid check digit; seven digits.
    Imo = "IMO",
    /// Maritime Mobile Service Identity of a ship; nine digits.
    Mmsi = "MMSI",
    /// International radio call sign; upper case, letters and digits only.
    Ircs = "IRCS",
    /// Flag state; ISO 3166-1 alpha-3.
    Flag = "FLAG",
    /// A former flag state; ISO 3166-1 alpha-3.
    PreviousFlag = "PREVIOUS_FLAG",
    /// Any other country named as such; ISO 3166-1 alpha-3.
    Country = "COUNTRY",
    /// Port of registry or home port.
    Port = "PORT",
    /// The flag state's registration number.
    NationalRegNo = "NATIONAL_REG_NO",
    /// Side number, external marking.
    ExternalMarking = "EXTERNAL_MARKING",
    /// EU fleet register number: member state and nine letters or digits.
    EuCfr = "EU_CFR",
    /// A regional fisheries management organisation; its acronym.
    Rfmo = "RFMO",
    /// A number an RFMO, FFA, IATTC or PNA gave the vessel.
    RfmoId = "RFMO_ID",
    /// Kind of vessel.
    VesselType = "VESSEL_TYPE",
    /// Fishing gear; ISSCFG abbreviation where there is one.
    GearType = "GEAR_TYPE",
    /// A length of the vessel; metres.
    Length = "LENGTH",
    /// Gross tonnage or gross register tonnage; plain decimal.
    Tonnage = "TONNAGE",
    /// Power of the main engines; number and unit.
    EnginePower = "ENGINE_POWER",
    /// Fish-hold capacity; number and unit.
    HoldCapacity = "HOLD_CAPACITY",
    /// Hull material.
    HullMaterial = "HULL_MATERIAL",
    /// Year built; four digits.
    BuildYear = "BUILD_YEAR",
    /// Country, yard or town where built.
    BuildPlace = "BUILD_PLACE",
    /// Normal crew complement; integer.
    CrewCount = "CREW_COUNT",
    /// Owner, person or company.
    Owner = "OWNER",
    /// Operator or operating company.
    Operator = "OPERATOR",
    /// Beneficial owner.
    BeneficialOwner = "BENEFICIAL_OWNER",
    /// Charterer.
    Charterer = "CHARTERER",
    /// Master, fishing master or skipper.
    Master = "MASTER",
    /// Postal address of one of the parties.
    Address = "ADDRESS",
    /// Number of a licence, permit or authorisation.
    LicenseNo = "LICENSE_NO",
    /// First day of an authorisation, licence, registration or charter; ISO 8601.
    StartDate = "START_DATE",
    /// Last day of the same; ISO 8601.
    EndDate = "END_DATE",
    /// Any other calendar date; ISO 8601.
    Date = "DATE",
    /// Species or species group; ASFIS code where it is inside the span.
    Species = "SPECIES",
    /// Area authorised or fished.
    FishingArea = "FISHING_AREA",
    /// A position; decimal degrees `lat,lon`, four decimals.
    Coordinates = "COORDINATES",
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A name that is none of the labels.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnknownLabel(pub String);

impl fmt::Display for UnknownLabel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown label {:?}", self.0)
    }
}

impl std::error::Error for UnknownLabel {}

impl FromStr for Label {
    type Err = UnknownLabel;
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Label::ALL
            .iter()
            .copied()
            .find(|l| l.as_str() == name)
            .ok_or_else(|| UnknownLabel(name.to_string()))
    }
}

impl Label {
    /// Whether its values are measures, counts, dates or positions, written in figures.
    pub(crate) const fn holds_figures(self) -> bool {
        matches!(
            self,
            Self::Length
                | Self::Tonnage
                | Self::EnginePower
                | Self::HoldCapacity
                | Self::BuildYear
                | Self::CrewCount
                | Self::Date
                | Self::StartDate
                | Self::EndDate
                | Self::Coordinates
        )
    }

    /// True for the persons and companies that may have a ship in hand: owners, operators, charterers. A master is none.
    pub(crate) const fn is_party(self) -> bool {
        matches!(
            self,
            Label::Owner | Label::Operator | Label::BeneficialOwner | Label::Charterer
        )
    }
}
