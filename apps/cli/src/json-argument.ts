import type { Json } from '@patchbay/model/schema';
import { readJsonText } from '@patchbay/model/schema';
import { InvalidArgumentError } from 'commander';

/** A value given as JSON. @throws InvalidArgumentError with the reason. */
export function jsonFrom(text: string): Json {
  const read = readJsonText(text);
  if (read.ok) return read.value;
  throw new InvalidArgumentError(`It is JSON, such as '{"order":"1042"}' or '"text"': ${read.reason}.`);
}
