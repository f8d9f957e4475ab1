//! Connections that were upgraded to another protocol, such as WebSocket.

use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use tokio::io::copy_bidirectional;

/// Copies bytes between the client and the server in both directions, until both directions have ended.
pub(super) async fn join(client: OnUpgrade, server: reqwest::Response) {
    let copied = async {
        let mut server = server.upgrade().await.map_err(tower::BoxError::from)?;
        let mut client = TokioIo::new(client.await?);
        copy_bidirectional(&mut client, &mut server).await.map_err(tower::BoxError::from)
    };
    match copied.await {
        Ok((sent, received)) => tracing::info!(sent, received, "an upgraded connection ended"),
        Err(error) => tracing::info!(%error, "an upgraded connection broke off"),
    }
}
