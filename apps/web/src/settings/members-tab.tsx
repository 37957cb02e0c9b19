import type { ApiOutputs } from '@patchbay/api';
import type { Role } from '@patchbay/model/identity';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { trpc } from '../app/api-client.ts';
import { ErrorBox } from '../app/error-box.tsx';
import { ListStates } from '../app/list-states.tsx';
import { useMay, useSession } from '../app/session.ts';
import {
  ActionsTh,
  Button,
  Dialog,
  Select,
  SelectField,
  SkeletonRows,
  Table,
  Td,
  TextField,
  Th,
  TimeText,
  toast,
  Tr,
} from '../ui/index.ts';
import { grantableRoles, roleWords } from './role-options.ts';

type Member = ApiOutputs['member']['list'][number];

export function MembersTab() {
  const members = useQuery(trpc.member.list.queryOptions());
  const mayEdit = useMay('member.edit');
  const [adding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<Member>();
  return (
    <>
      <div className="flex items-center gap-2 px-4 py-3">
        <p className="text-ink-2">People who may sign in to this workspace, and what each may do.</p>
        {mayEdit ? (
          <Button look="primary" icon={UserPlus} className="ml-auto" onClick={() => setAdding(true)}>
            Add a member
          </Button>
        ) : null}
      </div>
      <ListStates query={members} items={members.data} empty={null}>
        {(rows) => (
          <Table label="Members">
            <thead>
              <tr>
                <Th>Name</Th>
                <Th>E-mail</Th>
                <Th>Role</Th>
                <Th>Since</Th>
                <ActionsTh />
              </tr>
            </thead>
            <tbody>
              {rows === undefined ? (
                <SkeletonRows rows={3} columns={5} />
              ) : (
                rows.map((member) => (
                  <MemberRow
                    key={member.userId}
                    member={member}
                    mayEdit={mayEdit}
                    onRemove={() => setLeaving(member)}
                  />
                ))
              )}
            </tbody>
          </Table>
        )}
      </ListStates>
      {adding ? <AddMember onClose={() => setAdding(false)} /> : null}
      {leaving === undefined ? null : <RemoveMember member={leaving} onClose={() => setLeaving(undefined)} />}
    </>
  );
}

function MemberRow({
  member,
  mayEdit,
  onRemove,
}: {
  readonly member: Member;
  readonly mayEdit: boolean;
  readonly onRemove: () => void;
}) {
  const { role, user } = useSession();
  const client = useQueryClient();
  const setRole = useMutation(
    trpc.member.setRole.mutationOptions({
      onSuccess: (_, { role: next }) => toast(`${member.name} is ${next} now`, { detail: roleWords[next] }),
      onSettled: () => void client.invalidateQueries({ queryKey: trpc.member.pathKey() }),
    }),
  );
  const options = grantableRoles(role);
  const mine = member.userId === user?.id;
  const editable = mayEdit && !mine && options.some((option) => option.value === member.role);
  return (
    <>
      <Tr>
        <Td className="font-medium">
          {member.name}
          {mine ? <span className="font-normal text-ink-3"> (you)</span> : null}
        </Td>
        <Td dim>{member.email}</Td>
        <Td>
          {editable ? (
            <Select
              aria-label={`Role of ${member.name}`}
              value={member.role}
              options={options}
              onChange={(next) => setRole.mutate({ userId: member.userId, role: next })}
              className="w-36"
            />
          ) : (
            member.role
          )}
        </Td>
        <Td dim>
          <TimeText at={member.createdAt} ago />
        </Td>
        <Td end>
          {editable ? (
            <Button size="small" onClick={onRemove} aria-label={`Remove ${member.name}`}>
              Remove
            </Button>
          ) : null}
        </Td>
      </Tr>
      {setRole.error === null ? null : (
        <tr>
          <td colSpan={5} className="p-3">
            <ErrorBox error={setRole.error} />
          </td>
        </tr>
      )}
    </>
  );
}

function RemoveMember({ member, onClose }: { readonly member: Member; readonly onClose: () => void }) {
  const client = useQueryClient();
  const remove = useMutation(
    trpc.member.remove.mutationOptions({
      onSuccess: () => {
        void client.invalidateQueries({ queryKey: trpc.member.pathKey() });
        toast(`${member.name} was removed`);
        onClose();
      },
    }),
  );
  return (
    <Dialog
      onClose={onClose}
      title={`Remove ${member.name}?`}
      description="They are signed out at once and cannot sign in again. What they made stays."
      footer={
        <>
          <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate({ userId: member.userId })}>
            Remove
          </Button>
          <Button onClick={onClose}>Keep</Button>
        </>
      }
    >
      {remove.error === null ? null : <ErrorBox error={remove.error} />}
    </Dialog>
  );
}

function AddMember({ onClose }: { readonly onClose: () => void }) {
  const session = useSession();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const add = useMutation(
    trpc.member.add.mutationOptions({
      onSuccess: () => {
        void client.invalidateQueries({ queryKey: trpc.member.pathKey() });
        toast(`${name} may sign in now`);
        onClose();
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ name, email, role, password });
  };
  return (
    <Dialog
      onClose={onClose}
      title="Add a member"
      footer={
        <>
          <Button look="primary" type="submit" form="add-member" busy={add.isPending}>
            Add
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <form id="add-member" className="grid gap-3" onSubmit={submit}>
        <TextField label="Name" required value={name} onChange={(event) => setName(event.target.value)} />
        <TextField
          label="E-mail"
          type="email"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <SelectField
          label="Role"
          value={role}
          options={grantableRoles(session.role)}
          onChange={setRole}
          hint={roleWords[role]}
        />
        <TextField
          label="First password"
          type="password"
          required
          minLength={10}
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          hint="At least 10 characters. Hand it over in person."
        />
        {add.error === null ? null : <ErrorBox error={add.error} />}
      </form>
    </Dialog>
  );
}
