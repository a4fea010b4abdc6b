import { isolate } from '#shared/kernel/index.ts';
import type { SettingsPreview } from '#shared/model/index.ts';
import { countOf } from '../../../text/format.ts';
import { useSettings, useSystem } from '../../../stores/stores-context.tsx';
import { ForeignText, Table } from '../../../ui/index.ts';
import classes from './data.module.css';
import { settingTitle, settingValue } from './setting-words.ts';

/** What other settings would change, value by value, and what begins anew for it. */
export const Differences = ({ preview }: { preview: SettingsPreview }) => {
  const sections = useSettings((state) => state.sections);
  const components = useSystem((state) => state.components);
  const { differences, impact } = preview;
  if (differences.length === 0)
    return <p className={classes.note}>Nothing: these settings are the same as those in force.</p>;
  const restarts = impact.restarts.map((id) => isolate(components.get(id)?.title ?? id));
  return (
    <>
      <Table framed label="What changes">
        <thead>
          <tr>
            <th scope="col">Setting</th>
            <th scope="col">Now</th>
            <th scope="col">Then</th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ path, before, after }) => (
            <tr key={path}>
              <th scope="row" title={isolate(path)}>
                <ForeignText>{settingTitle(sections, path)}</ForeignText>
              </th>
              <td className={classes.was}>
                <ForeignText>{settingValue(before)}</ForeignText>
              </td>
              <td className={classes.becomes}>
                <ForeignText>{settingValue(after)}</ForeignText>
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
      <p className={classes.note}>
        {countOf(differences.length, 'value changes', 'values change')}.{' '}
        {restarts.length === 0 ? 'Nothing restarts.' : `Restarts ${restarts.map(isolate).join(', ')}.`}
      </p>
    </>
  );
};
