// Messages of google.protobuf that have a JSON form of their own.
import type { DataSchema } from '@patchbay/model/schema';
import protobuf from 'protobufjs';

const int64: DataSchema = { type: ['integer', 'string'], format: 'int64' };

/** By full name; wrappers are the value itself, or null. */
const jsonForms: Readonly<Record<string, DataSchema>> = {
  '.google.protobuf.Timestamp': { type: 'string', format: 'date-time' },
  '.google.protobuf.Duration': { type: 'string', pattern: '^-?[0-9]+(\\.[0-9]{1,9})?s$', examples: ['3.5s'] },
  '.google.protobuf.FieldMask': { type: 'string' },
  '.google.protobuf.Empty': { type: 'object', properties: {} },
  '.google.protobuf.Struct': { type: 'object', additionalProperties: true },
  '.google.protobuf.Value': {},
  '.google.protobuf.ListValue': { type: 'array', items: {} },
  '.google.protobuf.Any': { type: 'object', properties: { '@type': { type: 'string' } }, additionalProperties: true },
  '.google.protobuf.DoubleValue': { type: ['number', 'null'] },
  '.google.protobuf.FloatValue': { type: ['number', 'null'] },
  '.google.protobuf.Int32Value': { type: ['integer', 'null'] },
  '.google.protobuf.UInt32Value': { type: ['integer', 'null'], minimum: 0 },
  '.google.protobuf.Int64Value': { ...int64, type: ['integer', 'string', 'null'] },
  '.google.protobuf.UInt64Value': { ...int64, type: ['integer', 'string', 'null'] },
  '.google.protobuf.BoolValue': { type: ['boolean', 'null'] },
  '.google.protobuf.StringValue': { type: ['string', 'null'] },
  '.google.protobuf.BytesValue': { type: ['string', 'null'], contentEncoding: 'base64' },
};

export const jsonForm = (fullName: string): DataSchema | undefined =>
  Object.hasOwn(jsonForms, fullName) ? jsonForms[fullName] : undefined;

const isWellKnownFile = (location: string): boolean => location.startsWith('google/protobuf/');

/** The names of a file of Google's, so that fields find their types; what they are is told by `jsonForm`. */
export function addWellKnown(root: protobuf.Root, location: string, known: Set<string>): boolean {
  if (!isWellKnownFile(location)) return false;
  if (known.has(location)) return true;
  known.add(location);
  const namespace = root.define('google.protobuf');
  for (const fullName of Object.keys(jsonForms)) {
    const name = fullName.slice('.google.protobuf.'.length);
    if (namespace.get(name) === null) namespace.add(new protobuf.Type(name));
  }
  return true;
}

export const sixtyFourBits = int64;
