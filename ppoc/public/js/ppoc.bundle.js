// What several of the app's forms and lists share. Each file says what it adds to `ppoc`.
import "./forms/words";
import "./forms/facts";
import "./forms/labels";
import "./forms/people";
import "./forms/users";
import "./forms/wording";
import "./forms/discussions";
import "./forms/closing";
import "./forms/conditions";
import "./forms/rag";
import "./forms/number_cards";
import "./timescales/marks";
import "./timescales/explanation";
import "./timescales/scale";
import "./timescales/picture";
import "./timescales/child";
import "./timescales/trying";
