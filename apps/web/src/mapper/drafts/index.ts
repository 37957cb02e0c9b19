export { keptDrafts } from './kept-drafts.ts';
export type { DraftOwner, DraftShelf } from './kept-drafts.ts';
