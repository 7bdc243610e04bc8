// A process of its own that spends up to five tokens at a time, out of a hundred that it shares with others, until they are used up. Prints what it spent.
import { DayBudget } from '../../../src/engine/dispatch/dayBudget';

async function main(): Promise<void> {
  const budget = new DayBudget({ dir: process.argv[2]!, ceilings: { tokens: 100 } });
  let spent = 0;
  for (let n = 0; ; n++) {
    const reserved = await budget.reserveWhenFree({ tokens: 5 }, new AbortController().signal);
    if (reserved === 'over') break;
    const used = 1 + (n % 5);
    reserved.settle({ tokens: used });
    spent += used;
  }
  await budget.close();
  process.stdout.write(String(spent));
}

void main();
