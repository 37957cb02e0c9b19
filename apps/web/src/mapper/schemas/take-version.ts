// A mapping that takes another version of a schema, with the re-links that were accepted, as one edit.
import type { MappingView } from '@patchbay/mapping';
import { movedToVersion } from '@patchbay/mapping/edit';
import type { Moved, VersionMove } from '@patchbay/mapping/edit';

/** Both versions are looked at, whatever of them is loaded. */
export function takeVersion(view: MappingView, move: VersionMove): Moved {
  const { bundle } = view;
  const schemas = { ...bundle.schemas, [move.from]: move.before, [move.to]: move.after };
  return movedToVersion({ ...view, bundle: { ...bundle, schemas } }, move);
}
