// One request and its answer on the wire, without redirects. Knows exactly whether the request left this process.
import type { Agent, Dispatcher } from 'undici';
import { ConnectorError } from '../connector-error.ts';
import { tooLarge } from './decode-body.ts';
import { dialError, sentError } from './transport-error.ts';

export interface Exchange {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string | undefined;
  readonly maxBytes: number;
  /** Asked when the request is about to go onto its socket, which may be long after it was made. */
  readonly maySend?: (() => boolean) | undefined;
}

export interface RawAnswer {
  readonly status: number;
  /** Names in lower case; values that came several times are joined by a comma. */
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

export const flatHeaders = (
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> => {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
};

const heldBack = (target: string): ConnectorError =>
  new ConnectorError('transient', `${target}: nothing was sent, since this process had stood still for too long.`, {
    effect: 'none',
    next: 'Nothing needs to be done: whoever took the work over goes on with it.',
  });

class ExchangeHandler implements Dispatcher.DispatchHandler {
  readonly #exchange: Exchange;
  readonly #resolve: (answer: RawAnswer) => void;
  readonly #reject: (error: ConnectorError) => void;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #stopped: ConnectorError | undefined;
  #status = 0;
  #headers: Record<string, string> = {};
  #size = 0;
  /** True from the moment that bytes may have left. */
  sent = false;

  constructor(exchange: Exchange, resolve: (answer: RawAnswer) => void, reject: (error: ConnectorError) => void) {
    this.#exchange = exchange;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** Gives up: on a request that still waits for a socket, too. */
  stop(error: ConnectorError): void {
    if (this.#stopped !== undefined) return;
    this.#stopped = error;
    this.#controller?.abort(error);
    this.#reject(error);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#exchange.maySend?.() === false) this.stop(heldBack(this.#exchange.url.host));
    if (this.#stopped !== undefined) controller.abort(this.#stopped);
    else this.sent = true;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = flatHeaders(headers);
    if (this.#exchange.method !== 'HEAD' && Number(this.#headers['content-length'] ?? 0) > this.#exchange.maxBytes) {
      this.stop(tooLarge(this.#exchange.maxBytes));
    }
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size > this.#exchange.maxBytes) this.stop(tooLarge(this.#exchange.maxBytes));
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const body = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks, this.#size);
    this.#resolve({ status: this.#status, headers: this.#headers, body: body ?? Buffer.alloc(0) });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const target = this.#exchange.url.host;
    this.#reject(this.#stopped ?? (this.sent ? sentError(error, target) : dialError(error, target)));
  }
}

/** Stops at the deadline and on the signal, whichever comes first. */
export function exchange(
  agent: Agent,
  request: Exchange,
  limits: { readonly timeoutMs: number; readonly signal: AbortSignal | undefined },
): Promise<RawAnswer> {
  const { url, method, headers, body } = request;
  const { timeoutMs, signal } = limits;
  return new Promise((resolve, reject) => {
    const handler = new ExchangeHandler(
      request,
      (answer) => {
        settle();
        resolve(answer);
      },
      (error) => {
        settle();
        reject(error);
      },
    );
    const stop = (cause: string, next: string): void => {
      const effect = handler.sent ? 'unknown' : 'none';
      handler.stop(new ConnectorError('transient', `${url.host}: ${cause}.`, { effect, next }));
    };
    const timer = setTimeout(
      () =>
        stop(`no answer within ${timeoutMs} ms`, 'Raise the time limit of this node, or ask whoever runs the service.'),
      timeoutMs,
    );
    const onAbort = (): void => stop('the call was cancelled', 'Nothing needs to be done.');
    const settle = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted === true) {
      onAbort();
      return;
    }
    const path = `${url.pathname}${url.search}`;
    try {
      agent.dispatch({ origin: url.origin, path, method, headers, body: body ?? null }, handler);
    } catch (error) {
      settle();
      reject(
        new ConnectorError('invalidInput', `The request cannot be sent: ${String(error)}`, {
          effect: 'none',
          cause: error,
        }),
      );
    }
  });
}
