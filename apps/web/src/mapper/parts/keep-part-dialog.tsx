import { useMemo, useState } from 'react';
import { Button, Dialog, ProblemBox, TextField } from '../../ui/index.ts';
import { useMapper, useMapperData, useMapperState } from '../mapper-context.ts';
import { fieldName } from '../rules/use-rule-edit.ts';
import { keepPart, nameOfPart, takenOut } from './keep-part.ts';
import { takenValues } from './taken-values.ts';
import { useKeptParts } from './use-kept-parts.ts';

/** The dialog that makes a mapping of the library out of a part, while one is asked for. */
export function KeepPartDialog() {
  useKeptParts(useMapper());
  const path = useMapperState((state) => state.keeping);
  return path === null ? null : <AskedFor key={path} path={path} />;
}

function AskedFor({ path }: { readonly path: string }) {
  const mapper = useMapper();
  const { view } = useMapperData();
  const [name, setName] = useState(() => nameOfPart(path));
  const [busy, setBusy] = useState(false);
  const [mistake, setMistake] = useState<string | null>(null);
  const trial = useMemo(() => takenOut(view, path, 'Part@1'), [view, path]);
  const values = 'refused' in trial ? [] : takenValues(trial.mapping, trial.given);
  const close = (): void =>
    mapper.store.getState().show({ keeping: null, reveal: { side: 'target', key: path, focus: true } });
  const keep = async (): Promise<void> => {
    setBusy(true);
    setMistake(null);
    try {
      await keepPart(mapper, path, name.trim());
      close();
    } catch (error) {
      setMistake(error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  };
  // While the library takes it there is no way back.
  const leave = (): void => {
    if (!busy) close();
  };
  return (
    <Dialog
      onClose={leave}
      size="medium"
      title={`Keep ${fieldName(path)} as a mapping of its own`}
      description="The library gets it as version 1, for this and any other mapping to call. The row calls it from then on."
      footer={
        <>
          <Button look="primary" type="submit" form="keep-part" busy={busy} disabled={'refused' in trial}>
            Keep it
          </Button>
          <Button onClick={leave} disabled={busy}>
            Cancel
          </Button>
        </>
      }
    >
      <form
        id="keep-part"
        noValidate
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void keep();
        }}
      >
        <TextField
          label="Name"
          required
          autoFocus
          maxLength={120}
          value={name}
          onChange={(event) => {
            setName(event.target.value);
            setMistake(null);
          }}
        />
        <section aria-label="What it takes">
          <h3 className="mb-1 font-semibold">What it takes</h3>
          {values.length === 0 ? (
            <p className="text-ink-2">Nothing: its rules read no data from around it.</p>
          ) : (
            <table className="w-full text-left text-12">
              <thead className="text-ink-3">
                <tr>
                  <th className="py-1 pr-3 font-normal">Inside it is called</th>
                  <th className="py-1 pr-3 font-normal">Here it is given</th>
                  <th className="py-1 font-normal">That is</th>
                </tr>
              </thead>
              <tbody>
                {values.map((value) => (
                  <tr key={value.name} className="border-t border-line align-baseline">
                    <td className="py-1 pr-3 font-mono wrap-anywhere">{value.name}</td>
                    <td className="py-1 pr-3 font-mono wrap-anywhere">{value.text}</td>
                    <td className="py-1 text-ink-2">{value.words}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </section>
        {'refused' in trial ? <ProblemBox title={trial.refused} /> : null}
        {mistake === null ? null : <ProblemBox title={mistake} />}
      </form>
    </Dialog>
  );
}
