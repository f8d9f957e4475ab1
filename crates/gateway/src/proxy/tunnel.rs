//! Two connections that have left HTTP.

use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use tokio::io::copy_bidirectional;

/// Copies both ways until both sides are done.
pub(super) async fn between(here: OnUpgrade, there: reqwest::Response) {
    let copied = async {
        let mut there = there.upgrade().await.map_err(tower::BoxError::from)?;
        let mut here = TokioIo::new(here.await?);
        copy_bidirectional(&mut here, &mut there).await.map_err(tower::BoxError::from)
    };
    match copied.await {
        Ok((sent, received)) => tracing::info!(sent, received, "a connection that had left HTTP ended"),
        Err(error) => tracing::info!(%error, "a connection that had left HTTP broke off"),
    }
}
