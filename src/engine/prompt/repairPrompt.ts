import type { NamesChecked } from '../verify/checkNames';
import type { ReadyItem } from './assemble';

/** More would cost more than they tell: the code itself is shown too. */
const MOST_NAMES = 60;

/** The item once more, with what was wrong in the first answer to it. The code stays last, so that nothing follows what a file's author wrote. */
export function repairItem({ item, shown, characters }: ReadyItem, answer: string, names: NamesChecked): ReadyItem {
  const before = repairText(answer, names);
  return {
    item,
    shown: () => {
      const { text, context } = shown();
      return { text: `${before}\n\n${text}`, context };
    },
    characters: before.length + characters,
  };
}

function repairText(answer: string, { unverified, usable }: NamesChecked): string {
  const wrong = new Map(unverified.map(({ name, nearest }) => [name, nearest]));
  return [
    'An earlier answer to this item named what the code does not have:',
    ...[...wrong].map(([name, nearest]) => `- \`${name}\`${nearest === undefined ? '' : `: perhaps \`${nearest}\``}`),
    'Write the answer again, whole. Keep what is right. Give each of these the name that the code has; a sentence that is about none goes.',
    ...(usable.length > 0 ? [`Names you may use, beside those in the code: ${usable.slice(0, MOST_NAMES).map((name) => `\`${name}\``).join(', ')}.`] : []),
    '',
    'Earlier answer:',
    answer,
    '',
    'The item:',
  ].join('\n');
}
