// What differs between X12, EDIFACT and HL7 in reading and writing one segment.
import type { DataSchema, Json } from '@patchbay/model/schema';
import type { Scalar } from '../value/plain-text.ts';
import type { SegmentDefinition } from './guide.ts';

export interface Dialect {
  readonly standard: 'x12' | 'edifact' | 'hl7';
  /** As people write it, for messages. */
  readonly name: string;
  /** The property of an element: `n101`, `pid_3`. */
  elementKey(segment: string, element: number): string;
  /** Of a component, `key` being that of its element; of a subcomponent, that of its component. */
  partKey(key: string, part: number): string;
  /** The numbers in a key of the segment; nothing for other keys. */
  parseKey(segment: string, key: string): readonly number[] | undefined;
  /** Nothing when the text is not of the type. */
  readValue(type: string, text: string): Json | undefined;
  /** Nothing when the value cannot be of the type. */
  writeValue(type: string, value: Scalar): string | undefined;
  schemaOf(type: string): DataSchema;
  /** Segments that are read by their definition where no guide brings one. */
  readonly segments: Readonly<Record<string, SegmentDefinition>>;
  /** How people name an element: `N103`, `PID-3.1`. */
  label(segment: string, numbers: readonly number[]): string;
}

/** A value of HL7 may have subcomponents; elsewhere it is text. */
export type RawPart = string | readonly string[];
/** One text, or repetitions of components. */
export type RawElement = string | readonly (readonly RawPart[])[];

export interface RawSegment {
  readonly id: string;
  /** The first element at 0. */
  readonly elements: readonly RawElement[];
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}
