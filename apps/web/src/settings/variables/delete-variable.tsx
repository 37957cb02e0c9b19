import { useMutation, useQueryClient } from '@tanstack/react-query';
import { trpc } from '../../app/api-client.ts';
import { ErrorBox } from '../../app/error-box.tsx';
import { Button, Dialog, ProblemBox, toast } from '../../ui/index.ts';
import type { VariableItem } from './variable-users.tsx';

export interface DeleteVariableProps {
  readonly variable: VariableItem;
  readonly onClose: () => void;
}

export function DeleteVariable({ variable: { name, usedBy }, onClose }: DeleteVariableProps) {
  const client = useQueryClient();
  const remove = useMutation(
    trpc.variable.delete.mutationOptions({
      onSuccess: () => {
        toast(`${name} was deleted`);
        onClose();
      },
      onSettled: () => void client.invalidateQueries({ queryKey: trpc.variable.pathKey() }),
    }),
  );
  const live = usedBy.filter((user) => user.live && user.reads === 'named');
  const may = usedBy.filter((user) => user.live && user.reads === 'any');
  const others = usedBy.filter((user) => !user.live);
  return (
    <Dialog
      onClose={onClose}
      size="small"
      title={`Delete ${name}?`}
      footer={
        live.length > 0 ? (
          <Button onClick={onClose}>Close</Button>
        ) : (
          <>
            <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate({ name })}>
              Delete
            </Button>
            <Button onClick={onClose}>Keep</Button>
          </>
        )
      }
    >
      {live.length > 0 ? (
        <ProblemBox
          tone="wait"
          title={`Live flows read it: ${namesOf(live)}`}
          next="Take it out there and publish, or unpublish them, first."
        />
      ) : (
        <div className="grid gap-3">
          {may.length > 0 ? (
            <ProblemBox
              tone="wait"
              title={`Live flows may read it: ${namesOf(may)}`}
              cause="They read variables by names that they work out, or hand all of them on."
              next="Look whether they need it before you delete it."
            />
          ) : null}
          {others.length > 0 ? (
            <p>
              Nothing that is live reads it by its name. These read it, or may, and can show a problem:{' '}
              <b>{namesOf(others)}</b>.
            </p>
          ) : may.length > 0 ? null : (
            <p>Nothing reads it.</p>
          )}
        </div>
      )}
      {remove.error === null ? null : <ErrorBox error={remove.error} className="mt-3" />}
    </Dialog>
  );
}

const mostNamed = 5;

function namesOf(users: VariableItem['usedBy']): string {
  const names = users.slice(0, mostNamed).map(({ name }) => name);
  return names.join(', ') + (users.length > mostNamed ? ` and ${users.length - mostNamed} more` : '');
}
