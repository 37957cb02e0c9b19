import { useQuery } from '@tanstack/react-query';
import { Plus, Variable } from 'lucide-react';
import { useState } from 'react';
import { trpc } from '../../app/api-client.ts';
import { ListStates } from '../../app/list-states.tsx';
import { useMay } from '../../app/session.ts';
import { ActionsTh, Button, EmptyState, SkeletonRows, Table, Td, Th, TimeText, Tr } from '../../ui/index.ts';
import { DeleteVariable } from './delete-variable.tsx';
import { VariableDialog } from './variable-dialog.tsx';
import { kindWords, shownValue } from './variable-draft.ts';
import { VariableUsers } from './variable-users.tsx';
import type { VariableItem } from './variable-users.tsx';

type Asking = { readonly what: 'add' } | { readonly what: 'edit' | 'delete'; readonly variable: VariableItem };

/** The variables of the environment: what `vars` holds in expressions. */
export function VariablesTab() {
  const list = useQuery(trpc.variable.list.queryOptions());
  const mayEdit = useMay('variable.edit');
  const [asking, setAsking] = useState<Asking>();
  const items = list.data?.items;
  const add = mayEdit ? (
    <Button look="primary" icon={Plus} onClick={() => setAsking({ what: 'add' })}>
      New variable
    </Button>
  ) : undefined;
  const close = (): void => setAsking(undefined);
  const names = items?.map(({ name }) => name) ?? [];
  return (
    <>
      <ListStates
        query={list}
        items={items}
        empty={
          <EmptyState
            icon={Variable}
            title="No variables yet"
            why="A variable is a setting that flows read by its name, so that it is changed in one place and without publishing. Everybody who may see flows can read it: credentials belong in connections."
            action={add}
            example={
              mayEdit ? (
                <code>vars.tax_rate * steps.order.total</code>
              ) : (
                'Ask an analyst or an admin of the workspace to make the first one.'
              )
            }
          />
        }
      >
        {(rows) => (
          <>
            <div className="flex items-start justify-between gap-4 px-4 py-3">
              <p className="max-w-180 text-ink-2">
                Settings that expressions read as <code>vars.name</code>. A run reads them as they are when it begins,
                and again when it goes on after a wait; a change counts at once, without publishing. They are no
                secrets: credentials belong in connections.
              </p>
              {add}
            </div>
            <Table label="Variables" aria-busy={rows === undefined} className="min-w-200">
              <colgroup>
                <col style={{ width: '24%' }} />
                <col />
                <col style={{ width: 112 }} />
                <col style={{ width: 112 }} />
                <col style={{ width: '22%' }} />
                <col style={{ width: 160 }} />
              </colgroup>
              <thead>
                <tr>
                  <Th>Name</Th>
                  <Th>Value</Th>
                  <Th>Kind</Th>
                  <Th>Used by</Th>
                  <Th>Changed</Th>
                  <ActionsTh />
                </tr>
              </thead>
              <tbody>
                {rows === undefined ? (
                  <SkeletonRows rows={4} columns={6} />
                ) : (
                  rows.map((variable) => (
                    <VariableRow key={variable.name} variable={variable} ask={mayEdit ? setAsking : undefined} />
                  ))
                )}
              </tbody>
            </Table>
          </>
        )}
      </ListStates>
      {asking?.what === 'add' ? <VariableDialog variable={null} names={names} onClose={close} /> : null}
      {asking?.what === 'edit' ? <VariableDialog variable={asking.variable} names={names} onClose={close} /> : null}
      {asking?.what === 'delete' ? <DeleteVariable variable={asking.variable} onClose={close} /> : null}
    </>
  );
}

interface VariableRowProps {
  readonly variable: VariableItem;
  /** Undefined: the person may only look. */
  readonly ask: ((asking: Asking) => void) | undefined;
}

/** More of a value says nothing on one line, and a tooltip of it covers the screen. */
const mostShown = 400;

function VariableRow({ variable, ask }: VariableRowProps) {
  const { name, value, usedBy, updatedAt, updatedBy } = variable;
  const shown = shownValue(value).slice(0, mostShown);
  return (
    <Tr>
      <Td className="font-medium" title={name}>
        <code>{name}</code>
      </Td>
      <Td title={shown}>{shown === '' ? <span className="text-ink-3">empty text</span> : <code>{shown}</code>}</Td>
      <Td dim>{kindWords(value)}</Td>
      <Td>
        <VariableUsers usedBy={usedBy} />
      </Td>
      <Td dim>
        <TimeText at={updatedAt} ago />
        {updatedBy === '' ? null : ` by ${updatedBy}`}
      </Td>
      <Td end>
        {ask === undefined ? null : (
          <span className="inline-flex gap-2">
            <Button size="small" onClick={() => ask({ what: 'edit', variable })} aria-label={`Edit ${name}`}>
              Edit
            </Button>
            <Button size="small" onClick={() => ask({ what: 'delete', variable })} aria-label={`Delete ${name}`}>
              Delete
            </Button>
          </span>
        )}
      </Td>
    </Tr>
  );
}
