export { TypeIcon } from '../canvas/type-icon.tsx';
export { aliasOf, typeIcon } from '../rows/type-words.ts';
export { annotationWords } from './annotation-words.ts';
export { acceptedOf, judged, undecidedWords } from './drift/drift-groups.ts';
export type { RelinkProposal, SchemaDrift, Verdict, Verdicts } from './drift/drift-groups.ts';
export { DriftView } from './drift/drift-view.tsx';
export { fieldFacts } from './field-facts.ts';
export { FileDrop } from './file-drop.tsx';
export { formatWords, schemaFormatChoices } from './format-words.ts';
export { FoundList } from './found-list.tsx';
export { ReadingNotes } from './reading-notes.tsx';
export { blankInput, SchemaInput, wantedOf } from './schema-input.tsx';
export type { SchemaInputState } from './schema-input.tsx';
export { filesOf, SchemaImportDialog, shownResult } from './schema-import-dialog.tsx';
export { SchemaPreview } from './schema-preview.tsx';
export type {
  Choices,
  FoundSchema,
  GivenFile,
  NamedChoice,
  ReadRequest,
  SchemaReader,
  SchemasRead,
} from './schema-reader.ts';
export { SchemaTree } from './schema-tree.tsx';
export type { SchemaTreeProps } from './schema-tree.tsx';
export { useReading } from './use-reading.ts';
export type { Reading } from './use-reading.ts';
export { useSchemaRows } from './use-schema-rows.ts';
export type { SchemaRows } from './use-schema-rows.ts';
