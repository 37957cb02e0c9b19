export { blankDraft, draftOf, tableOf } from './table-draft.ts';
export type { TableDraft } from './table-draft.ts';
export { draftMistake, TableEditor } from './table-editor.tsx';
export { useHistory } from './use-history.ts';
