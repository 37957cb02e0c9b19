import type { MappingRule } from '@patchbay/model/mapping';
import { PencilLine, Trash2 } from 'lucide-react';
import { Button, CopyButton } from '../../ui/index.ts';
import { forgetDraft, takeUpDraft } from '../drafts/change-drafts.ts';
import { whyNotApplied } from '../drafts/formula-draft.ts';
import type { FormulaDraft } from '../drafts/formula-draft.ts';
import { draftsOfRule, isOutdated, rowOfPlace } from '../drafts/row-draft.ts';
import { useMapper, useMapperData, useMapperState } from '../mapper-context.ts';

interface DraftNotesProps {
  readonly path: string;
  readonly rule: MappingRule | undefined;
  /** Goes to the large editor of the rule's own formula; absent where the rule has none. */
  readonly onOpen?: (() => void) | undefined;
}

/** The drafts of a rule that the large editor does not show: of what the rule said before, and of its parts. */
export function DraftNotes({ path, rule, onOpen }: DraftNotesProps) {
  const drafts = useMapperState((state) => state.drafts);
  const editing = useMapperState((state) => state.editing);
  const shown = draftsOfRule(drafts, path).filter((draft) => {
    if (draft.part !== '') return draft.path !== editing?.path || draft.part !== editing.part;
    return onOpen === undefined || isOutdated(draft, { rule });
  });
  if (shown.length === 0) return null;
  return (
    <ul aria-label="Drafts" className="draft-notes">
      {shown.map((draft) => (
        <DraftNote key={`${draft.part} ${draft.of}`} draft={draft} rule={rule} onOpen={onOpen} />
      ))}
    </ul>
  );
}

function DraftNote({ draft, rule, onOpen }: Omit<DraftNotesProps, 'path'> & { readonly draft: FormulaDraft }) {
  const mapper = useMapper();
  const { path, part, text } = draft;
  const { store } = mapper;
  const { targetAt } = useMapperData();
  const why = isOutdated(draft, { rule })
    ? rule === undefined
      ? 'The rule was removed since.'
      : 'The rule has changed since.'
    : whyNotApplied(rule, part, text);
  // Opened without its row, it would be shown nowhere.
  const open =
    part === ''
      ? onOpen
      : targetAt.has(rowOfPlace(draft))
        ? (): void => {
            store.getState().startEditing(path, part);
          }
        : undefined;
  return (
    <li>
      <span className="words">
        <PencilLine size={12} aria-hidden className="flex-none" />
        <span className="flex-none">{part === '' ? 'Draft' : `Draft of ${partName(part)}`}</span>
        <code title={text}>{text}</code>
        <span className="why" title={why}>
          {why}
        </span>
      </span>
      {open === undefined ? (
        <CopyButton text={text} label="Copy the draft" />
      ) : (
        <Button
          size="small"
          title="Go on with what was typed; the rule stays as it is until that can be read"
          onClick={() => {
            takeUpDraft(mapper, draft, rule);
            open();
          }}
        >
          Open draft
        </Button>
      )}
      <Button
        size="small"
        look="ghost"
        icon={Trash2}
        title="Throw away what was typed; the rule stays"
        onClick={() => forgetDraft(mapper, draft)}
      >
        Discard draft
      </Button>
    </li>
  );
}

function partName(part: string): string {
  const [kind = '', name = '', side] = part.slice(1).split('.');
  if (kind === 'case') return `${side === 'when' ? 'the condition of ' : ''}case ${Number(name) + 1}`;
  return kind === 'let' ? name : kind;
}
