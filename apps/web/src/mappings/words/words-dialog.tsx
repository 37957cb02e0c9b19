import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc, trpcClient } from '../../app/api-client.ts';
import { ErrorBox } from '../../app/error-box.tsx';
import { Button, Dialog, Segmented, TextField } from '../../ui/index.ts';
import { WordsField } from './words-field.tsx';
import type { WordGroup } from './words-tab.tsx';

interface WordsDialogProps {
  /** Absent: a new group. */
  readonly group: WordGroup | undefined;
  readonly onClose: () => void;
}

export function WordsDialog({ group, onClose }: WordsDialogProps) {
  const client = useQueryClient();
  const [kind, setKind] = useState<WordGroup['kind']>(group?.kind ?? 'synonyms');
  const [words, setWords] = useState<readonly string[]>(group?.words ?? []);
  const [short = '', long = ''] = words;
  const isShort = kind === 'abbreviation';
  const isWhole = isShort ? words.length === 2 && short.trim() !== '' && long.trim() !== '' : words.length >= 2;
  const save = useMutation({
    mutationFn: async () => {
      const given = { kind, words: words.map((word) => word.trim()) };
      if (group === undefined) await trpcClient.words.add.mutate(given);
      else await trpcClient.words.update.mutate({ groupId: group.id, ...given });
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: trpc.words.pathKey() });
      onClose();
    },
  });
  return (
    <Dialog
      onClose={onClose}
      title={group === undefined ? 'Add words' : 'Edit words'}
      footer={
        <>
          <Button look="primary" busy={save.isPending} disabled={!isWhole} onClick={() => save.mutate()}>
            Save
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <div className="grid gap-3">
        <Segmented
          label="What they are"
          value={kind}
          options={[
            { value: 'synonyms', label: 'Synonyms' },
            { value: 'abbreviation', label: 'Abbreviation' },
          ]}
          onChange={(next) => {
            setKind(next);
            if (next === 'abbreviation') setWords([short, long]);
            else setWords(words.filter((word) => word.trim() !== ''));
          }}
        />
        {isShort ? (
          <>
            <TextField
              label="Short"
              maxLength={60}
              value={short}
              onChange={(event) => setWords([event.target.value, long])}
            />
            <TextField
              label="Stands for"
              maxLength={60}
              value={long}
              onChange={(event) => setWords([short, event.target.value])}
            />
          </>
        ) : (
          <WordsField
            label="Words that mean the same"
            hint="At least two. Enter or a comma adds one; a word of several parts is written with spaces."
            words={words}
            onChange={setWords}
          />
        )}
        {save.error === null ? null : <ErrorBox error={save.error} />}
      </div>
    </Dialog>
  );
}
