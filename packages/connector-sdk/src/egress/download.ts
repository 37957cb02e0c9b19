// An answer that is read as it comes, for what does not fit into memory: nothing more is taken from the socket than was asked for.
import { pipeline } from 'node:stream';
import type { Readable } from 'node:stream';
import type { Agent, Dispatcher } from 'undici';
import { ConnectorError } from '../connector-error.ts';
import { decoderOf, tooLarge } from './decode-body.ts';
import { flatHeaders } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import { dialError, sentError } from './transport-error.ts';

export interface RawDownload {
  readonly status: number;
  readonly headers: Record<string, string>;
  /** Whoever stops early closes the connection. Rejects with ConnectorError. */
  readonly body: AsyncIterable<Buffer>;
  /** For who does not want the body. */
  readonly close: () => void;
}

interface DownloadLimits {
  /** Until the answer begins, and between any two parts of it. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

export async function download(
  agent: Agent,
  { url, method, headers, body, maxBytes }: Exchange,
  { timeoutMs, signal }: DownloadLimits,
): Promise<RawDownload> {
  let answer: Dispatcher.ResponseData;
  try {
    answer = await agent.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: method as Dispatcher.HttpMethod,
      headers,
      body: body ?? null,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    throw stopped(error, signal, url.host) ?? dialError(error, url.host);
  }
  const raw = answer.body;
  // Told where it is read; who closes it unread does not want to hear of it.
  raw.on('error', () => undefined);
  const flat = flatHeaders(answer.headers);
  return {
    status: answer.statusCode,
    headers: flat,
    body: decoded(raw, { flat, maxBytes, signal, host: url.host }),
    close: () => void raw.destroy(),
  };
}

interface Decoding {
  readonly flat: Readonly<Record<string, string>>;
  readonly maxBytes: number;
  readonly signal: AbortSignal | undefined;
  readonly host: string;
}

async function* decoded(raw: Readable, { flat, maxBytes, signal, host }: Decoding): AsyncGenerator<Buffer> {
  const decoder = decoderOf(flat['content-encoding'] ?? '');
  // What goes wrong in one of them ends the other; it is told where the chunks are read.
  const source = decoder === undefined ? raw : pipeline(raw, decoder, () => undefined);
  let size = 0;
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge(maxBytes);
      yield chunk;
    }
  } catch (error) {
    throw stopped(error, signal, host) ?? sentError(error, host);
  } finally {
    raw.destroy();
  }
}

/** It was told to stop, or took too long: said in words. */
function stopped(error: unknown, signal: AbortSignal | undefined, host: string): ConnectorError | undefined {
  if (error instanceof ConnectorError) return error;
  if (signal?.aborted === true) {
    return new ConnectorError('transient', `${host}: the call was cancelled.`, {
      next: 'Nothing needs to be done.',
      cause: error,
    });
  }
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code !== 'UND_ERR_HEADERS_TIMEOUT' && code !== 'UND_ERR_BODY_TIMEOUT') return undefined;
  return new ConnectorError('transient', `${host}: nothing came for longer than the time limit.`, {
    next: 'Raise the time limit of this node, or ask whoever runs the service.',
    cause: error,
  });
}
