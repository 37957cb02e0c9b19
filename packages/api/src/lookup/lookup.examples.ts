// The examples of the API description. A test sends each of them and compares the answers.
export const createExample = {
  request: {
    name: 'Countries',
    csv: { text: 'code,name\nDE,Germany\nAT,Austria\n', key: 'code', value: 'name' },
  },
  response: { id: '0198c0de-0000-7000-8000-000000000001', number: 1, ref: 'Countries@1', entries: 2 },
};

export const readExample = {
  request: { csv: { text: 'code;name\nDE;Germany\n' } },
  response: {
    columns: ['code', 'name'],
    key: 'code',
    value: 'name',
    entries: 1,
    table: { values: { DE: 'Germany' } },
  },
};
