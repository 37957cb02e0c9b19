import type { ReadOptions, WriteOptions } from '../codec/codec.ts';
import type { OutputEncoding } from '../text/encode-text.ts';

export interface XmlReadOptions extends ReadOptions {
  /** Without a schema: paths of elements that are lists however often they come (`lines`, `lines.taxes`), from the root's content on. */
  readonly lists?: readonly string[] | undefined;
  /** Without a schema: names keep their prefix, and declarations of namespaces stay attributes, so that nothing is lost. */
  readonly keepPrefixes?: boolean | undefined;
  /** Text that is not of its type, or an element twice that may stand once: fail (without it), keep what stands there, or leave the record out. */
  readonly badValues?: 'error' | 'keep' | 'reject' | undefined;
}

export interface XmlWriteOptions extends WriteOptions {
  /** Name of the root element; without it the one of the schema. */
  readonly root?: string | undefined;
  /** Spaces per level; all on one line without it. Elements with mixed text are never broken. */
  readonly indent?: number | undefined;
  /** Whether `<?xml …?>` is written first; yes, without it. */
  readonly declaration?: boolean | undefined;
  readonly encoding?: OutputEncoding | undefined;
}
