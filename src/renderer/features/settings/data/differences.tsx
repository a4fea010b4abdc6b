import { isolate } from '#shared/kernel/index.ts';
import type { SettingsPreview } from '#shared/model/index.ts';
import { countOf } from '../../../text/format.ts';
import { useSettings, useSystem } from '../../../stores/stores-context.tsx';
import { ForeignText, Table } from '../../../ui/index.ts';
import classes from './data.module.css';
import { settingField, settingTitle, settingValue } from './setting-words.ts';

const texts = {
  none: 'No changes: these are the current settings.',
  table: 'Changes',
  setting: 'Setting',
  now: 'Now',
  after: 'After',
  noRestart: 'Nothing restarts.',
  count: (count: number) => `${countOf(count, 'value changes', 'values change')}.`,
  restarts: (titles: readonly string[]) => `Restarts ${titles.map(isolate).join(', ')}.`,
} as const;

/** The values that would change, and the components that would restart. */
export const Differences = ({ preview }: { preview: SettingsPreview }) => {
  const sections = useSettings((state) => state.sections);
  const components = useSystem((state) => state.components);
  const { differences, impact } = preview;
  if (differences.length === 0) return <p className={classes.note}>{texts.none}</p>;
  const restarts = impact.restarts.map((id) => components.get(id)?.title ?? id);
  return (
    <>
      <Table framed label={texts.table}>
        <thead>
          <tr>
            <th scope="col">{texts.setting}</th>
            <th scope="col">{texts.now}</th>
            <th scope="col">{texts.after}</th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ path, before, after }) => (
            <tr key={path}>
              <th scope="row" title={isolate(path)}>
                <ForeignText>{settingTitle(sections, path)}</ForeignText>
              </th>
              <td className={classes.was}>
                <ForeignText>{settingValue(before, settingField(sections, path))}</ForeignText>
              </td>
              <td className={classes.becomes}>
                <ForeignText>{settingValue(after, settingField(sections, path))}</ForeignText>
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
      <p className={classes.note}>
        {texts.count(differences.length)} {restarts.length === 0 ? texts.noRestart : texts.restarts(restarts)}
      </p>
    </>
  );
};
