// Senders of large bodies. A server whose event loop is late, as on a busy machine, asks to come back: so do these.
import { randomBytes } from 'node:crypto';
import { rawRequest } from '../fixtures/rig/raw-request.ts';

/** Rows of a CSV file of about so many bytes, each part another: equal content would be stored once. */
export async function* csvParts(bytes: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from('id,text\n');
  const row = `${randomBytes(8).toString('hex')},${'x'.repeat(82)}\n`;
  const part = Buffer.from(row.repeat(650));
  for (let sent = 0; sent < bytes; sent += part.length) yield part;
}
type Body = string | Uint8Array | (() => AsyncIterable<Uint8Array>);
const isLate = (answer: Response): boolean => answer.status === 503 && answer.headers.get('retry-after') === '2';
export async function send(address: string, body: Body, headers: Record<string, string> = {}): Promise<Response> {
  for (;;) {
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'text/csv', ...headers },
      body: (typeof body === 'function' ? body() : body) as RequestInit['body'],
      duplex: 'half',
    } as RequestInit);
    if (!isLate(answer)) return answer;
  }
}

/** What is answered to the head alone. */
export async function statusOfHead(
  address: string,
  headers: Record<string, string>,
  method = 'POST',
): Promise<number | null> {
  for (;;) {
    using request = await rawRequest(address, headers, method);
    const status = await request.status;
    if (status !== 503 || !(await request.answer('retry-after: ')).includes('retry-after: 2\r')) return status;
  }
}
