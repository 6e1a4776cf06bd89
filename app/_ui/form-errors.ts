/**
 * An action's refusal as messages by field. `macs.0` belongs to `macs`;
 * what belongs to no field is under `form`.
 */
export function errorsByField(result: {
  message: string;
  fields: { field: string; message: string }[];
}): Record<string, string> {
  if (result.fields.length === 0) return { form: result.message };
  const errors: Record<string, string> = {};
  for (const { field, message } of result.fields) {
    const name = field
      .split('.')
      .find((part) => !/^(\d+|host|input|profile|change|dhcp|dns)$/.test(part));
    errors[name ?? 'form'] ??= message;
  }
  return errors;
}
