//! The `Accept` header of a request.

use super::offer::Offer;
use super::range::Range;
use super::{PROBE, STREAM};
use http::header::ACCEPT;
use http::{HeaderMap, HeaderValue};

/// The most bytes of `Accept` that are looked at.
const MOST: usize = 8192;

/// What a request's `Accept` headers say.
///
/// [`EncodeLayer`](crate::EncodeLayer) leaves it among a request's extensions.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Accept {
    /// Streams that the client can read, and their weight in thousandths.
    pub(crate) offer: Option<(Offer, u16)>,
    /// Whether it asks for a probe.
    pub(crate) probe: bool,
    /// All else, as it was written.
    rest: Vec<String>,
}

impl Accept {
    /// Takes the offers out of a request's headers, and leaves those alone that have none.
    pub(crate) fn take(headers: &mut HeaderMap) -> Option<Self> {
        let accept = Self::of(headers)?;
        headers.remove(ACCEPT);
        if let Ok(rest) = HeaderValue::try_from(accept.rest.join(", "))
            && !rest.is_empty()
        {
            headers.insert(ACCEPT, rest);
        }
        Some(accept)
    }

    /// Puts an offer before what a request accepts.
    pub(crate) fn put(offer: &HeaderValue, headers: &mut HeaderMap) {
        let mut all = offer.as_bytes().to_vec();
        for value in headers.get_all(ACCEPT) {
            all.extend(b", ");
            all.extend(value.as_bytes());
        }
        if let Ok(all) = HeaderValue::from_bytes(&all) {
            headers.insert(ACCEPT, all);
        }
    }

    /// `None` where nothing is meant for us.
    pub(super) fn of(headers: &HeaderMap) -> Option<Self> {
        let values: Vec<&str> =
            headers.get_all(ACCEPT).iter().map(HeaderValue::to_str).collect::<Result<_, _>>().ok()?;
        let ranges = || values.iter().flat_map(|value| Range::list(value));
        let ours = |range: &Range<'_>| range.is(STREAM) || range.is(PROBE);
        if values.iter().map(|value| value.len()).sum::<usize>() > MOST || !ranges().any(|range| ours(&range))
        {
            return None;
        }
        let offers = ranges().filter(|range| range.is(STREAM));
        let weighed = offers
            .filter_map(|range| Some((Offer::read(range)?, range.weight().filter(|weight| *weight > 0)?)));
        Some(Self {
            offer: weighed.into_iter().next(),
            probe: ranges().any(|range| range.is(PROBE)),
            rest: ranges().filter(|range| !ours(range)).map(|range| range.written.to_owned()).collect(),
        })
    }

    /// The offer, unless the client would rather have this type.
    pub(crate) fn offer_before(&self, content_type: &str) -> Option<&Offer> {
        let (offer, weight) = self.offer.as_ref()?;
        let plain = content_type.split(';').next().unwrap_or_default().trim();
        let named = self.rest.iter().map(|written| Range { written }).find(|range| range.is(plain));
        let other = named.and_then(|range| range.weight()).unwrap_or_default();
        (other <= *weight).then_some(offer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec, prelude::*, sample::select};

    fn taken(values: &[&str]) -> (Option<Accept>, HeaderMap) {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(ACCEPT, HeaderValue::from_str(value).unwrap());
        }
        (Accept::take(&mut headers), headers)
    }

    #[test]
    fn ordinary_headers_stay_as_they_are() {
        for values in [
            &["application/json"][..],
            &["text/html, */*;q=0.8", "b/c"],
            &["*/*"],
            &["application/*;q=1"],
            &[],
        ] {
            let (accept, headers) = taken(values);
            let left: Vec<_> = headers.get_all(ACCEPT).iter().map(|value| value.to_str().unwrap()).collect();
            assert_eq!((accept, left), (None, values.to_vec()));
        }
    }

    #[test]
    fn the_offer_goes_and_the_rest_stays() {
        let offer = Offer::default().to_string();
        let (accept, headers) = taken(&[&format!("{offer}, application/json;q=0.9"), "x/y; z=\"a, b\""]);
        assert_eq!(accept.unwrap().offer, Some((Offer::default(), 1000)));
        assert_eq!(headers[ACCEPT], "application/json;q=0.9, x/y; z=\"a, b\"");
        let (accept, headers) = taken(&[&offer]);
        assert!(accept.is_some() && !headers.contains_key(ACCEPT));
    }

    #[test]
    fn what_cannot_be_met_is_no_offer_but_goes_too() {
        for bad in ["v=2", "q=0", "q=7", "tables=77", "coders=\"", "dict=9", "v=1;v=1"] {
            let (accept, headers) = taken(&[&format!("text/event-stream, {STREAM};{bad}")]);
            assert_eq!(accept.unwrap().offer, None, "{bad}");
            assert_eq!(headers[ACCEPT], "text/event-stream", "{bad}");
        }
        let (accept, _) = taken(&[&format!("{STREAM};v=2, {STREAM};v=1;tables=2")]);
        assert_eq!(accept.unwrap().offer.unwrap().0.tables, [2]);
    }

    proptest! {
        #[test]
        fn whatever_comes_ours_goes_and_the_rest_stays(values in vec(range(), 0..6)) {
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            let (accept, headers) = taken(&values);
            let left: Vec<_> = headers.get_all(ACCEPT).iter().map(|value| value.to_str().unwrap()).collect();
            if accept.is_none() {
                prop_assert_eq!(left, values);
            } else {
                prop_assert!(left.iter().flat_map(|value| Range::list(value)).all(|range| !range.is(STREAM)));
            }
        }

        #[test]
        fn what_was_put_is_taken(values in vec(range(), 0..4)) {
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            let (before, _) = taken(&values);
            let mut headers = HeaderMap::new();
            for value in &values {
                headers.append(ACCEPT, HeaderValue::from_str(value).unwrap());
            }
            Accept::put(&HeaderValue::from_static("application/vnd.tokenwire.stream;tables=2"), &mut headers);
            let accept = Accept::take(&mut headers).unwrap();
            prop_assert_eq!(accept.offer.unwrap().0.tables, [2]);
            prop_assert_eq!(accept.probe, before.is_some_and(|before| before.probe));
        }
    }

    /// A media range of ours or of others, or nearly one; its quotes are closed, or they would swallow what comes after.
    fn range() -> impl Strategy<Value = String> {
        let name = select(vec![STREAM, PROBE, "text/event-stream", "*/*", "application/json", ""]);
        let parameter = "(v|q|tables|coders|dict|x)?=?(1|0\\.5|2\\.3|varint|\"[a-z,;]{0,5}\"|;)?";
        (name, vec(parameter, 0..4))
            .prop_map(|(name, parameters)| [&[name.to_owned()][..], &parameters].concat().join(";"))
    }

    #[test]
    fn a_huge_header_is_not_looked_at() {
        let huge = format!("{STREAM}, {}", "a/b, ".repeat(2000));
        let (accept, headers) = taken(&[&huge]);
        assert!(accept.is_none() && headers[ACCEPT] == huge);
    }

    #[test]
    fn the_answers_own_type_may_weigh_more() {
        let offer = |rest: &str| taken(&[&format!("{STREAM};q=0.5, {rest}")]).0.unwrap();
        let before = |rest: &str| offer(rest).offer_before("Text/event-stream; charset=utf-8").is_some();
        assert!(before("text/event-stream;q=0.5") && before("*/*") && before("application/json"));
        assert!(!before("text/event-stream") && !before("TEXT/event-stream;q=0.6"));
    }
}
