// What a mapping is edited in: a map step, a field of an action, a mapping of the library. The mapper knows nothing else
// of its surroundings; undo, saving and where data comes from are the host's.
import type { Scope, ScopeTypes } from '@patchbay/mapping';
import type { MatchRequest } from '@patchbay/mapping/suggest';
import type { MappingBundle, MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import type { ReactNode } from 'react';
import type { DraftShelf } from './drafts/kept-drafts.ts';
import type { SchemaDrift } from './schema/drift/drift-groups.ts';
import type { SchemaReader } from './schema/schema-reader.ts';

export interface MapperCrumb {
  readonly label: string;
  readonly go: () => void;
}

export type SourceRole = 'payload' | 'headers' | 'variables' | 'lookup' | 'step' | 'tables';

/** One place that data comes from, as one tree at the left. */
export interface MapperSource {
  /** As it stands in expressions: `order`, `trigger.body`, `steps.charge`. */
  readonly root: string;
  readonly label: string;
  /** Dim beside the label: `Shop order, version 3`, `read off the sample`. */
  readonly detail?: string | undefined;
  readonly role: SourceRole;
  /** Undefined when nothing is known of it. */
  readonly schema: DataSchema | undefined;
}

/** Data that the mapping is tried on. `scope` holds what expressions may read, by name. */
export interface MapperSample {
  readonly id: string;
  readonly name: string;
  readonly detail?: string | undefined;
  readonly scope: Scope;
}

/** A thing that the library keeps in versions. */
export interface LibraryEntry {
  /** `Order@3`. */
  readonly ref: string;
  readonly name: string;
  readonly version: number;
  readonly description?: string | undefined;
}

export type EntryKind = 'schema' | 'lookup' | 'mapping';

export interface FoundEntries {
  readonly entries: readonly LibraryEntry[];
  /** Where the next page begins; null after the last. */
  readonly next: string | null;
}

/** What has a text in its name, page by page; all of its kind for an empty text. */
export type FindEntries = (kind: EntryKind, search: string, cursor: string | null) => Promise<FoundEntries>;

/** What the workspace keeps beside the mapping. */
export interface MapperLibrary {
  /** Absent where nothing is kept: then nothing of a library is offered. Stable. */
  readonly find?: FindEntries | undefined;
  /** What the document names of them, by reference, as far as it is loaded. Stable while it does not change. */
  readonly loaded: MappingBundle;
  /** A schema to look at before it is chosen; rejects with a reason for people. Stable. */
  readonly schemaOf?: ((ref: string) => Promise<DataSchema>) | undefined;
  /** The newest version of each schema that the document names in an older one, by the reference that it names. */
  readonly newer?: Readonly<Record<string, LibraryEntry>> | undefined;
  /** What one version of a schema changes against another; rejects with a reason for people. Stable. */
  readonly compare?: ((from: string, to: string) => Promise<SchemaDrift>) | undefined;
  /** Keeps a mapping under a name and hands back the reference of its first version; rejects with a reason for people. Absent where one may not. */
  readonly keep?: ((name: string, mapping: MappingDocument) => Promise<string>) | undefined;
  /** Leads to a mapping; rejects with a reason for people. Stable. */
  readonly open?: ((ref: string) => Promise<void>) | undefined;
}

/** What the workspace knows that helps auto-map. */
export type Matching = Pick<MatchRequest, 'words' | 'memory' | 'known'>;

/** A field of a schema: the schema's name without its version (empty when it has none), and a pointer below it. */
interface RememberedField {
  readonly schema: string;
  readonly path: string;
}

/** A pair that a person confirmed, rejected, or no longer confirms, as what was made of it is undone; auto-map learns from it. */
export interface RememberedPair {
  readonly source: RememberedField;
  readonly target: RememberedField;
  readonly verdict: 'confirmed' | 'rejected' | 'withdrawn';
}

/** Remembers pairs that an edit confirmed, as long as the edit stands. */
export type Learn = (
  pairs: readonly RememberedPair[],
  edit: readonly [before: MappingDocument, after: MappingDocument],
) => void;

export type SavedState =
  | { readonly status: 'saved'; readonly at: Date | null }
  | { readonly status: 'saving' }
  | { readonly status: 'offline' | 'refused'; readonly message?: string | undefined; readonly retry: () => void }
  | { readonly status: 'readOnly' };

export interface MapperEdit {
  /** What was done, for the live region and the list of steps: `Mapped order.email to customer.email`. */
  readonly label: string;
  /** Edits in a row with one key are one step of undo: typing into one rule. */
  readonly coalesce?: string | undefined;
  /** The document was written as text: its fields stand where they were written. */
  readonly isText?: boolean | undefined;
}

export interface MapperHost {
  /** Names the mapping for what is remembered of the view. */
  readonly id: string;
  readonly title: string;
  readonly crumbs: readonly MapperCrumb[];
  readonly doc: MappingDocument;
  readonly change: (doc: MappingDocument, edit: MapperEdit) => void;
  /** The next edit begins a new step of undo, whatever its key. */
  readonly seal: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly saved: SavedState;
  readonly mayEdit: boolean;
  /** Places of data beside the document's own sources: the steps before this one. Stable while they do not change. */
  readonly sources: readonly MapperSource[];
  /** The shapes of the names that expressions may read besides the document's sources. */
  readonly types: ScopeTypes;
  /** Data at hand besides the document's own samples, best first. Stable while they do not change. */
  readonly samples: readonly MapperSample[];
  readonly library: MapperLibrary;
  /** The target's shape when it is given from outside (the input of an action); then it cannot be chosen here. */
  readonly givenTarget?: { readonly label: string; readonly schema: DataSchema } | undefined;
  /** Stable while it does not change. */
  readonly matching: Matching;
  readonly remember: (pairs: readonly RememberedPair[]) => void;
  readonly learn: Learn;
  /** Reads schemas out of files, texts and tables; hosts without one offer examples and JSON Schema only. */
  readonly schemaReader?: SchemaReader | undefined;
  /** Keeps formulas that are not applied; absent where they end with the mapper. Stable. */
  readonly drafts?: DraftShelf | undefined;
  /** Keeps text of the mapping that is no mapping yet, likewise. */
  readonly textDrafts?: DraftShelf | undefined;
  readonly done: () => void;
  /** In the bar before Done: what can be done with the mapping as a whole. */
  readonly actions?: ReactNode;
  /** Full screen from the docked panel, and back. */
  readonly resize?: { readonly label: string; readonly go: () => void } | undefined;
  /** The rule that a problem's "go to" leads to; a new object is a new request. */
  readonly reveal?: { readonly path: string } | undefined;
}

/** Nothing kept: hosts without a library. */
export const emptyLibrary: MapperLibrary = { loaded: {} };
