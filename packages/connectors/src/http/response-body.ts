import { parseJson } from '@patchbay/codecs';
import { ConnectorError } from '@patchbay/connector-sdk';
import type { Json } from '@patchbay/connector-sdk';

interface Answer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const isJsonType = (contentType: string): boolean =>
  /^application\/([\w.+-]+\+)?json\s*(;|$)|^text\/json/i.test(contentType);

function decoderOf(contentType: string): InstanceType<typeof TextDecoder> {
  const charset = /charset="?([\w-]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset, { fatal: true });
  } catch (error) {
    throw new ConnectorError('permanent', `The answer is written in the unknown charset "${charset}".`, {
      cause: error,
    });
  }
}

/** Text where the bytes are text; bytes that are none become `{ base64 }`, so that nothing is lost. */
function textOf({ headers, body }: Answer): Json {
  const decoder = decoderOf(headers['content-type'] ?? '');
  try {
    return decoder.decode(body);
  } catch (error) {
    if (error instanceof TypeError) return { base64: body.toString('base64') };
    throw error;
  }
}

/**
 * JSON by content type (whole numbers beyond 2^53 stay text), else text; null for no body.
 * `lenient` hands broken JSON back as text: the status has already failed the step.
 */
export function responseBody(answer: Answer, mode: 'strict' | 'lenient'): Json {
  if (answer.body.length === 0) return null;
  const text = textOf(answer);
  if (typeof text !== 'string' || !isJsonType(answer.headers['content-type'] ?? '')) return text;
  try {
    return parseJson(text);
  } catch (error) {
    if (mode === 'lenient') return text;
    throw new ConnectorError('permanent', 'The answer says that it is JSON, but it cannot be read as JSON.', {
      effect: 'unknown',
      next: 'Ask whoever runs the service; the beginning of the answer is below.',
      details: { body: text.slice(0, 2_000) },
      cause: error,
    });
  }
}
