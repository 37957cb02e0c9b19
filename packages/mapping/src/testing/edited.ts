import { isRefusal } from '../edit/edit.ts';
import type { Edit, Refusal } from '../edit/edit.ts';
import { withDocument } from '../lineage/mapping-view.ts';
import type { MappingView } from '../lineage/mapping-view.ts';

/** The edit; throws where it is refused. */
export function made<Made extends object>(result: Made | Refusal): Made {
  if (isRefusal(result)) throw new Error(result.refused);
  return result;
}

/** Why it is refused. */
export const refused = (result: object): string =>
  isRefusal(result) ? result.refused : `not refused: ${JSON.stringify(result).slice(0, 200)}`;

/** The view after an edit. */
export const after = (view: MappingView, edit: Edit | Refusal): MappingView => withDocument(view, made(edit).doc);
