//! The middleware for clients that use reqwest.

use super::{layer::DecodeLayer, restore::restored};
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
        self.options.insert_offer(request.headers_mut());
        let response = next.run(request, extensions).await?;
        Ok(self.restored(response))
    }
}

impl DecodeLayer {
    /// Decodes a response and preserves its URL, for which `http::Response` has no field.
    fn restored(&self, response: Response) -> Response {
        let url = response.url().clone();
        let (mut head, body) = restored(http::Response::from(response), &self.options).into_parts();
        if let Ok(with_url) = http::Response::builder().url(url).body(()) {
            head.extensions.extend(with_url.into_parts().0.extensions);
        }
        http::Response::from_parts(head, Body::wrap_stream(http_body_util::BodyDataStream::new(body))).into()
    }
}
