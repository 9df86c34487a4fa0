//! A connection whose other side must read what it is sent: one that never reads, or a byte now and then, is cut off.

use std::io::{ErrorKind, IoSlice, Result};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

pub(crate) struct Patient {
    stream: TcpStream,
    time: Duration,
    /// Runs while the other side has not taken all that was there for it.
    behind: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    /// Gives the other side so much time to take what is there for it.
    pub(crate) fn new(stream: TcpStream, time: Duration) -> Patient {
        Patient { stream, time, behind: None }
    }

    /// What came of writing so many bytes; an error where the time is over.
    fn told(&mut self, cx: &mut Context<'_>, wrote: Poll<Result<usize>>, of: usize) -> Poll<Result<usize>> {
        if matches!(wrote, Poll::Ready(Ok(n)) if n == of) {
            self.behind = None;
            return wrote;
        }
        let behind = self.behind.get_or_insert_with(|| Box::pin(sleep(self.time)));
        match behind.as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(Err(ErrorKind::TimedOut.into())),
            Poll::Pending => wrote,
        }
    }
}

impl AsyncRead for Patient {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, to: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, to)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize>> {
        let wrote = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.told(cx, wrote, bytes.len())
    }

    fn poll_write_vectored(mut self: Pin<&mut Self>, cx: &mut Context<'_>, all: &[IoSlice<'_>]) -> Poll<Result<usize>> {
        let wrote = Pin::new(&mut self.stream).poll_write_vectored(cx, all);
        self.told(cx, wrote, all.iter().map(|bytes| bytes.len()).sum())
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
