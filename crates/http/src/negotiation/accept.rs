//! The `Accept` header of a request.

use super::media_range::MediaRange;
use super::media_type::{PROBE, STREAM};
use super::offer::Offer;
use http::header::ACCEPT;
use http::{HeaderMap, HeaderValue};

/// The maximum total length of the `Accept` headers of a request. Longer headers are not parsed.
const MAX_BYTES: usize = 8192;

/// The parts of a request's `Accept` headers that concern token streams.
///
/// `EncodeLayer` removes these parts from the headers and adds this value to the request's extensions.
#[derive(Debug, Clone, PartialEq)]
pub struct Accept {
    /// The first usable offer, and its weight in thousandths.
    offer: Option<(Offer, u16)>,
    wants_probe: bool,
    /// All other media ranges, as the client wrote them.
    others: Vec<String>,
}

impl Accept {
    /// Parses a request's headers. Returns `None` if nothing in `Accept` concerns token streams.
    pub fn from_headers(headers: &HeaderMap) -> Option<Self> {
        let values: Vec<&str> =
            headers.get_all(ACCEPT).iter().map(HeaderValue::to_str).collect::<Result<_, _>>().ok()?;
        let ranges = || values.iter().flat_map(|value| MediaRange::list(value));
        let is_ours = |range: &MediaRange<'_>| range.is(STREAM) || range.is(PROBE);
        let bytes: usize = values.iter().map(|value| value.len()).sum();
        if bytes > MAX_BYTES || !ranges().any(|range| is_ours(&range)) {
            return None;
        }
        Some(Self {
            offer: ranges().filter(|range| range.is(STREAM)).find_map(weighted_offer),
            wants_probe: ranges().any(|range| range.is(PROBE)),
            others: ranges().filter(|range| !is_ours(range)).map(|range| range.text.to_owned()).collect(),
        })
    }

    /// Parses a request's headers and removes the parts that concern token streams. Changes nothing if there are none.
    #[cfg(any(test, feature = "encode"))]
    pub(crate) fn take(headers: &mut HeaderMap) -> Option<Self> {
        let accept = Self::from_headers(headers)?;
        headers.remove(ACCEPT);
        if let Ok(others) = HeaderValue::try_from(accept.others.join(", "))
            && !others.is_empty()
        {
            headers.insert(ACCEPT, others);
        }
        Some(accept)
    }

    /// Inserts an offer before the media ranges in a request's `Accept`.
    pub(crate) fn insert_offer(offer: &HeaderValue, headers: &mut HeaderMap) {
        let mut all = offer.as_bytes().to_vec();
        for value in headers.get_all(ACCEPT) {
            all.extend(b", ");
            all.extend(value.as_bytes());
        }
        if let Ok(all) = HeaderValue::from_bytes(&all) {
            headers.insert(ACCEPT, all);
        }
    }

    /// Returns the first offer that this build can satisfy.
    pub fn offer(&self) -> Option<&Offer> {
        self.offer.as_ref().map(|(offer, _)| offer)
    }

    /// Returns whether the client requests the stream of [`probe`](crate::probe).
    pub fn wants_probe(&self) -> bool {
        self.wants_probe
    }

    /// Returns the offer, unless the client assigns a higher weight to the media type of the response.
    ///
    /// With `application/vnd.tokenwire.stream;q=0.5, text/event-stream`, a response of server-sent events is not
    /// encoded, because its weight is 1. Wildcards such as `*/*` do not count.
    #[cfg(any(test, feature = "encode"))]
    pub(crate) fn offer_preferred_to(&self, content_type: &str) -> Option<&Offer> {
        let (offer, weight) = self.offer.as_ref()?;
        let essence = MediaRange { text: content_type }.essence();
        let named = self.others.iter().map(|text| MediaRange { text }).find(|range| range.is(essence));
        let other_weight = named.and_then(|range| range.weight()).unwrap_or_default();
        (other_weight <= *weight).then_some(offer)
    }
}

/// Parses an offer and its weight. Returns `None` if this build cannot satisfy the offer or the weight is 0.
fn weighted_offer(range: MediaRange<'_>) -> Option<(Offer, u16)> {
    Some((Offer::from_range(range)?, range.weight().filter(|weight| *weight > 0)?))
}

#[cfg(test)]
#[cfg(feature = "o200k")]
mod tests {
    use super::*;
    use proptest::{collection::vec, prelude::*, sample::select};
    use tokenwire::{StreamCoder, Table};

    fn take(values: &[&str]) -> (Option<Accept>, HeaderMap) {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(ACCEPT, HeaderValue::from_str(value).unwrap());
        }
        (Accept::take(&mut headers), headers)
    }

    fn offer_of_table_2() -> Offer {
        Offer::new().with_tables(Table::from_number(2)).with_coders([StreamCoder::Varint])
    }

    #[test]
    fn headers_without_offers_are_unchanged() {
        for values in [
            &["application/json"][..],
            &["text/html, */*;q=0.8", "b/c"],
            &["*/*"],
            &["application/*;q=1"],
            &[],
        ] {
            let (accept, headers) = take(values);
            let left: Vec<_> = headers.get_all(ACCEPT).iter().map(|value| value.to_str().unwrap()).collect();
            assert_eq!((accept, left), (None, values.to_vec()));
        }
    }

    #[test]
    fn removes_only_the_offers() {
        let offer = Offer::new().to_string();
        let (accept, headers) = take(&[&format!("{offer}, application/json;q=0.9"), "x/y; z=\"a, b\""]);
        assert_eq!(accept.unwrap().offer, Some((Offer::new(), 1000)));
        assert_eq!(headers[ACCEPT], "application/json;q=0.9, x/y; z=\"a, b\"");
        let (accept, headers) = take(&[&offer]);
        assert!(accept.is_some() && !headers.contains_key(ACCEPT));
    }

    #[test]
    fn removes_unusable_offers_too() {
        for bad in ["v=2", "q=0", "q=7", "tables=77", "coders=\"", "dict=9", "ranks=0", "v=1;v=1"] {
            let (accept, headers) = take(&[&format!("text/event-stream, {STREAM};{bad}")]);
            assert_eq!(accept.unwrap().offer, None, "{bad}");
            assert_eq!(headers[ACCEPT], "text/event-stream", "{bad}");
        }
        let (accept, _) = take(&[&format!("{STREAM};v=2, {STREAM};v=1;tables=2")]);
        assert_eq!(accept.unwrap().offer(), Some(&offer_of_table_2()));
    }

    proptest! {
        #[test]
        fn any_header_loses_only_offers_and_probes(values in vec(media_range(), 0..6)) {
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            let (accept, headers) = take(&values);
            let left: Vec<_> = headers.get_all(ACCEPT).iter().map(|value| value.to_str().unwrap()).collect();
            if accept.is_none() {
                prop_assert_eq!(left, values);
            } else {
                prop_assert!(left.iter().flat_map(|value| MediaRange::list(value)).all(|range| !range.is(STREAM)));
            }
        }

        #[test]
        fn parses_an_inserted_offer(values in vec(media_range(), 0..4)) {
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            let (before, _) = take(&values);
            let mut headers = HeaderMap::new();
            for value in &values {
                headers.append(ACCEPT, HeaderValue::from_str(value).unwrap());
            }
            Accept::insert_offer(&HeaderValue::from_static("application/vnd.tokenwire.stream;tables=2"), &mut headers);
            let accept = Accept::take(&mut headers).unwrap();
            prop_assert_eq!(accept.offer(), Some(&offer_of_table_2()));
            prop_assert_eq!(accept.wants_probe, before.is_some_and(|before| before.wants_probe));
        }
    }

    /// Generates valid and malformed media ranges. Quotes are always closed, because an open quote would include the
    /// next range.
    fn media_range() -> impl Strategy<Value = String> {
        let name = select(vec![STREAM, PROBE, "text/event-stream", "*/*", "application/json", ""]);
        let parameter = "(v|q|tables|coders|dict|ranks|x)?=?(1|0\\.5|2\\.3|varint|\"[a-z,;]{0,5}\"|;)?";
        (name, vec(parameter, 0..4))
            .prop_map(|(name, parameters)| [&[name.to_owned()][..], &parameters].concat().join(";"))
    }

    #[test]
    fn does_not_parse_headers_above_the_limit() {
        let huge = format!("{STREAM}, {}", "a/b, ".repeat(2000));
        let (accept, headers) = take(&[&huge]);
        assert!(accept.is_none() && headers[ACCEPT] == huge);
    }

    #[test]
    fn a_higher_weight_of_the_responses_media_type_prevents_encoding() {
        let accept = |rest: &str| take(&[&format!("{STREAM};q=0.5, {rest}")]).0.unwrap();
        let encodes =
            |rest: &str| accept(rest).offer_preferred_to("Text/event-stream; charset=utf-8").is_some();
        assert!(encodes("text/event-stream;q=0.5") && encodes("*/*") && encodes("application/json"));
        assert!(!encodes("text/event-stream") && !encodes("TEXT/event-stream;q=0.6"));
    }
}
