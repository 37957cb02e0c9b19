import { useRef, useState } from 'react';
import { isRefusal, renameSample } from '@patchbay/mapping/edit';
import { TextInput } from '../../ui/index.ts';
import { useMapper } from '../mapper-context.ts';

interface TestNameProps {
  readonly name: string;
  /** Hands back why it cannot be called that. */
  readonly rename?: (from: string, to: string) => string | undefined;
  readonly onDone: () => void;
}

/** The name of a test, or of a sample, while it is typed. */
export function TestName({ name, rename, onDone }: TestNameProps) {
  const mapper = useMapper();
  const [draft, setDraft] = useState(name);
  const [mistake, setMistake] = useState<string>();
  const isLeft = useRef(false);
  const keep = (): void => {
    if (isLeft.current) return;
    const next = draft.trim();
    const refused = next === name ? undefined : rename?.(name, next);
    if (refused !== undefined) {
      setMistake(refused);
      return;
    }
    if (next !== name && rename === undefined) {
      const edit = renameSample(mapper.host().doc, name, next);
      if (isRefusal(edit)) {
        setMistake(edit.refused);
        return;
      }
      mapper.edit(edit.doc, { label: edit.said });
    }
    isLeft.current = true;
    onDone();
  };
  return (
    <span className="min-w-0 flex-1">
      <TextInput
        autoFocus
        aria-label={`Name of ${name}`}
        aria-invalid={mistake !== undefined}
        value={draft}
        maxLength={200}
        onFocus={(event) => event.target.select()}
        onChange={(event) => {
          setDraft(event.target.value);
          setMistake(undefined);
        }}
        onBlur={keep}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Enter') keep();
          if (event.key !== 'Escape') return;
          isLeft.current = true;
          onDone();
        }}
      />
      {mistake === undefined ? null : (
        <span role="alert" className="block text-12 text-bad">
          {mistake}
        </span>
      )}
    </span>
  );
}
