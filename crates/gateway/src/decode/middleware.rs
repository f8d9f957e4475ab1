//! The middleware of clients that use reqwest.

use super::{answer, layer::DecodeLayer};
use async_trait::async_trait;
use http::Extensions;
use reqwest::{Body, Request, Response, ResponseBuilderExt};
use reqwest_middleware::{Middleware, Next, Result};

#[async_trait]
impl Middleware for DecodeLayer {
    async fn handle(
        &self,
        mut request: Request,
        extensions: &mut Extensions,
        next: Next<'_>,
    ) -> Result<Response> {
        self.ask(request.headers_mut());
        let response = next.run(request, extensions).await?;
        Ok(self.restored(response))
    }
}

impl DecodeLayer {
    /// The answer as the server meant it.
    fn restored(&self, response: Response) -> Response {
        let url = response.url().clone();
        let (mut head, body) = answer::restored(http::Response::from(response), &self.metrics).into_parts();
        if let Ok(with_url) = http::Response::builder().url(url).body(()) {
            head.extensions.extend(with_url.into_parts().0.extensions);
        }
        http::Response::from_parts(head, Body::wrap_stream(http_body_util::BodyDataStream::new(body))).into()
    }
}
