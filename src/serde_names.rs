//! Serialization by name, so that configuration and logs stay readable and survive new releases.

use crate::{Coder, CoderChoice, Encoding, Fingerprint, Form, StreamCoder};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

macro_rules! by_name {
    ($($type:ty),*) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let name = String::deserialize(deserializer)?;
                name.parse().map_err(D::Error::custom)
            }
        }
    )*};
}

by_name!(Coder, CoderChoice, Encoding, Fingerprint, Form, StreamCoder);
