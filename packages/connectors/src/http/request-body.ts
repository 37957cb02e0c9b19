import { ConnectorError, isJsonObject } from '@patchbay/connector-sdk';
import type { DataSchema, Json } from '@patchbay/connector-sdk';
import { xmlBody } from './schema-body.ts';

type Scalar = string | number | boolean | null;
export type EntriesInput = Readonly<Record<string, Scalar | Scalar[]>> | readonly { name: string; value: Scalar }[];

/** Name and text of every entry. A null value leaves the entry out; a list repeats its name. */
export function entriesOf(entries: EntriesInput): [string, string][] {
  const pairs: [string, Scalar | Scalar[]][] = Array.isArray(entries)
    ? entries.map(({ name, value }: { name: string; value: Scalar }) => [name, value])
    : Object.entries(entries as Readonly<Record<string, Scalar | Scalar[]>>);
  return pairs
    .flatMap(([name, value]) =>
      Array.isArray(value) ? value.map((item): [string, Scalar] => [name, item]) : [[name, value] as [string, Scalar]],
    )
    .filter(([name, value]) => name !== '' && value !== null)
    .map(([name, value]) => [name, String(value)]);
}

function formBody(body: Json): string {
  if (!isJsonObject(body)) {
    throw new ConnectorError('invalidInput', 'A form body must be an object of fields.', {
      next: 'Map an object to the body, or send it as JSON.',
    });
  }
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(body)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== null) form.append(name, typeof item === 'object' ? JSON.stringify(item) : String(item));
    }
  }
  return form.toString();
}

/** No body at all when it was left empty; null is sent as JSON null only inside a structure. */
export async function requestBody(
  body: Json | undefined,
  type: 'json' | 'form' | 'text' | 'xml',
  schema: DataSchema | undefined,
): Promise<{ contentType: string; body: string | Buffer } | undefined> {
  if (body === undefined || body === null) return undefined;
  switch (type) {
    case 'json':
      return { contentType: 'application/json', body: JSON.stringify(body) };
    case 'form':
      return { contentType: 'application/x-www-form-urlencoded', body: formBody(body) };
    case 'xml':
      // What is text already is XML of the sender's own.
      return {
        contentType: 'application/xml; charset=utf-8',
        body: typeof body === 'string' ? body : await xmlBody(body, schema),
      };
    case 'text':
      return { contentType: 'text/plain; charset=utf-8', body: typeof body === 'string' ? body : JSON.stringify(body) };
  }
}
