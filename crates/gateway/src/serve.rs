//! `tokenwire serve`: before a model server.

use crate::config::ServeConfig;
use crate::encode::EncodeLayer;
use crate::gateway::exchange::{self, Gate};
use crate::gateway::received::{self, Reader};
use crate::gateway::{Way, forward, probe};
use crate::metrics::Metrics;
use crate::operation::operate;
use crate::proxy::{Forward, Target};
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use std::{io, time::Duration};
use tokenwire::{Encoding, Tokenizer};
use tokio::net::TcpListener;
use tower_http::cors::{AllowHeaders, AllowMethods, AllowOrigin, CorsLayer, ExposeHeaders};

/// Serves until `stop`, and then until what is open has ended.
///
/// # Errors
/// For an upstream, an origin, a certificate or a key that cannot be used.
pub async fn serve(
    config: ServeConfig,
    listener: TcpListener,
    admin: Option<TcpListener>,
    stop: impl Future<Output = ()> + Send,
) -> io::Result<()> {
    let metrics = Metrics::default();
    let router = router(&config, &metrics).map_err(io::Error::other)?;
    load_tokenizers();
    operate(listener, admin, router, &metrics, &config.proxy, stop).await
}

fn router(config: &ServeConfig, metrics: &Metrics) -> Result<Router, String> {
    let target = Target::new(&config.upstream).map_err(|why| format!("the upstream's address: {why}"))?;
    let way = Way { forward: Forward::new(target, &config.proxy)?, metrics: metrics.clone() };
    let limits = &config.proxy.limits;
    let encode = EncodeLayer::new().with_writing(config.writing.clone()).with_metrics(metrics.clone());
    let router = Router::new()
        .fallback(forward)
        .with_state(way)
        .layer(from_fn(probe::answer))
        .layer(from_fn_with_state(Reader::new(limits.body_bytes, metrics.clone()), received::read))
        .layer(encode)
        .layer(from_fn_with_state(Gate::new(limits.streams, metrics.clone()), exchange::through));
    Ok(match cors(&config.origins)? {
        Some(cors) => router.layer(cors),
        None => router,
    })
}

/// So that the first request does not wait for it.
fn load_tokenizers() {
    for encoding in Encoding::ALL {
        Tokenizer::of(*encoding).encode("a token");
    }
}

/// What a page of these origins may do: all that a client may.
fn cors(origins: &[String]) -> Result<Option<CorsLayer>, String> {
    if origins.is_empty() {
        return Ok(None);
    }
    let origin = |origin: &String| origin.parse().map_err(|_| format!("`{origin}` is no origin of a page"));
    let parsed = origins.iter().map(origin).collect::<Result<Vec<_>, _>>()?;
    let any = origins.iter().any(|origin| origin == "*");
    let layer = CorsLayer::new()
        .allow_origin(if any { AllowOrigin::any() } else { AllowOrigin::list(parsed) })
        .allow_methods(AllowMethods::mirror_request())
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers(ExposeHeaders::any())
        .max_age(Duration::from_secs(24 * 60 * 60));
    Ok(Some(layer))
}
