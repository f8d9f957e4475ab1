//! `tokenwire serve`: the proxy in front of a model server.

use crate::concurrency_limit::{ConcurrencyLimit, limit};
use crate::config::ServeConfig;
use crate::documents::{self, DocumentDecoder};
use crate::error::Error;
use crate::metrics::Metrics;
use crate::operation::operate;
use crate::probe;
use crate::proxy::{Forward, ProxyState, forward};
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use std::time::Duration;
use tokenwire::{Encoding, Tokenizer};
use tokenwire_http::EncodeLayer;
use tokio::net::TcpListener;
use tower_http::cors::{AllowHeaders, AllowMethods, AllowOrigin, CorsLayer, ExposeHeaders};

/// Runs the proxy in front of a model server until `stop` resolves, and then until all open answers have ended or the
/// grace period is over. Serves `/healthz` and `/metrics` on `admin`.
///
/// # Errors
/// If an origin or a trusted certificate is invalid.
pub async fn serve(
    config: ServeConfig,
    listener: TcpListener,
    admin: Option<TcpListener>,
    stop: impl Future<Output = ()> + Send,
) -> Result<(), Error> {
    let metrics = Metrics::default();
    let router = router(&config, &metrics)?;
    load_tokenizers();
    operate(listener, admin, router, &metrics, &config.proxy, stop).await;
    Ok(())
}

/// Builds the stack of layers. The layer that is added last receives a request first.
fn router(config: &ServeConfig, metrics: &Metrics) -> Result<Router, Error> {
    let forwarding = Forward::new(config.upstream.clone(), &config.proxy)?;
    let limits = &config.proxy.limits;
    let decoder = DocumentDecoder::new(limits.body_bytes, metrics.clone());
    let concurrency = ConcurrencyLimit::new(limits.requests, metrics.clone());
    let router = Router::new()
        .fallback(forward)
        .with_state(ProxyState { forward: forwarding, metrics: metrics.clone() })
        .layer(from_fn(probe::answer))
        .layer(from_fn_with_state(decoder, documents::decode))
        .layer(encode_layer(config, metrics))
        .layer(from_fn_with_state(concurrency, limit));
    Ok(match cors(&config.origins)? {
        Some(cors) => router.layer(cors),
        None => router,
    })
}

fn encode_layer(config: &ServeConfig, metrics: &Metrics) -> EncodeLayer {
    EncodeLayer::new()
        .with_coder(config.coder)
        .with_flush(config.flush)
        .with_padding(config.padding)
        .with_observer(metrics.clone())
}

/// Loads every tokenizer, so that the first request does not wait for it.
fn load_tokenizers() {
    for encoding in Encoding::ALL {
        Tokenizer::new(*encoding).encode("warm-up");
    }
}

/// Returns the layer that allows every request from web pages of these origins, or `None` if there are no origins.
fn cors(origins: &[String]) -> Result<Option<CorsLayer>, Error> {
    if origins.is_empty() {
        return Ok(None);
    }
    let parse = |origin: &String| {
        let invalid =
            || format!("`{origin}` is not an origin: expected one such as https://chat.example, or *");
        origin.parse().map_err(|_| Error::config(invalid()))
    };
    let parsed = origins.iter().map(parse).collect::<Result<Vec<_>, _>>()?;
    let any = origins.iter().any(|origin| origin == "*");
    let layer = CorsLayer::new()
        .allow_origin(if any { AllowOrigin::any() } else { AllowOrigin::list(parsed) })
        .allow_methods(AllowMethods::mirror_request())
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers(ExposeHeaders::any())
        .max_age(Duration::from_secs(24 * 60 * 60));
    Ok(Some(layer))
}
